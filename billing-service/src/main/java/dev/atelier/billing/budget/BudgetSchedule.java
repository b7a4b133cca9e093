package dev.atelier.billing.budget;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Checks budgets at every interval, and sooner when one that shuts down is about to be used up. */
@ApplicationScoped
class BudgetSchedule {
    private static final Logger LOG = Logger.getLogger(BudgetSchedule.class);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BudgetChecks checks;
    private final Duration interval;
    private final Clock clock;
    private final Semaphore stop = new Semaphore(0);
    private volatile Instant lastCheck;
    private @Nullable Thread thread;

    BudgetSchedule(BudgetChecks checks, BudgetConfig config, Clock clock, MeterRegistry metrics) {
        this.checks = checks;
        this.interval = config.checkInterval();
        this.clock = clock;
        this.lastCheck = clock.instant();
        Gauge.builder("atelier.budget.check.age", this, BudgetSchedule::ageSeconds)
                .description("How long ago all budgets were last checked")
                .baseUnit("seconds")
                .register(metrics);
    }

    private double ageSeconds() {
        return Duration.between(lastCheck, clock.instant()).toMillis() / 1000.0;
    }

    void onStart(@Observes StartupEvent event) {
        thread = Thread.ofVirtual().name("budget-checks").start(this::run);
    }

    void onStop(@Observes ShutdownEvent event) throws InterruptedException {
        stop.release();
        Thread running = thread;
        if (running != null && !running.join(PATIENCE)) {
            running.interrupt();
        }
    }

    private void run() {
        Duration wait = interval;
        try {
            while (!stop.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                wait = check();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** How long to wait until the next check. */
    private Duration check() {
        try {
            Instant next = checks.run().orElse(null);
            lastCheck = clock.instant();
            if (next == null) {
                return interval;
            }
            Duration until = Duration.between(clock.instant(), next);
            return until.compareTo(SHORTEST) < 0 ? SHORTEST : until.compareTo(interval) < 0 ? until : interval;
        } catch (RuntimeException e) {
            LOG.error("event=budget-checks-failed", e);
            return interval;
        }
    }
}
