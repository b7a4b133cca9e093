package dev.atelier.platform.outbox;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.billing.v1.RecordUsageResponse;
import dev.atelier.billing.v1.UsageConflict;
import dev.atelier.billing.v1.UsageEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the outbox to billing: at least once, in order per resource, within moments of the commit. Rows go only when
 * billing has answered. An event that billing refuses for good is parked, so that it stops nobody else.
 */
@Singleton
public final class UsageDispatcher {
    private static final Logger LOG = Logger.getLogger(UsageDispatcher.class);

    private record Sent(int count, boolean more) {}

    private final DispatchConfig config;
    private final OutboxTable outbox;
    private final BillingUsage billing;
    private final SourceHeartbeat heartbeat;
    private final Clock clock;
    private final Counter delivered;
    private final Counter parked;
    private final Semaphore work = new Semaphore(0);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable Instant oldest;
    private volatile boolean away;
    private @Nullable Thread thread;

    @Inject
    public UsageDispatcher(
            DispatchConfig config,
            OutboxTable outbox,
            BillingUsage billing,
            SourceHeartbeat heartbeat,
            Clock clock,
            MeterRegistry metrics) {
        this.config = config;
        this.outbox = outbox;
        this.billing = billing;
        this.heartbeat = heartbeat;
        this.clock = clock;
        this.delivered = metrics.counter("atelier.usage.outbox.delivered");
        this.parked = metrics.counter("atelier.usage.outbox.parked");
        Gauge.builder("atelier.usage.outbox.age", this, UsageDispatcher::ageSeconds)
                .description("Age of the oldest usage event that billing does not have yet")
                .baseUnit("seconds")
                .register(metrics);
    }

    void onStart(@Observes StartupEvent event) {
        if (config.enabled()) {
            thread = Thread.ofVirtual().name("usage-dispatcher").start(this::run);
        }
    }

    void onStop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped.countDown();
        wake();
        Thread running = thread;
        if (running != null && !running.join(config.timeout())) {
            running.interrupt();
            running.join(config.timeout());
        }
    }

    /** Says that there is something to deliver. */
    public void wake() {
        if (work.availablePermits() == 0) {
            work.release();
        }
    }

    private void run() {
        Duration backOff = config.minBackOff();
        try {
            while (stopped.getCount() > 0) {
                if (drained()) {
                    backOff = config.minBackOff();
                    heartbeat.beat();
                    work.tryAcquire(config.poll().toMillis(), TimeUnit.MILLISECONDS);
                    work.drainPermits();
                } else if (!stopped.await(backOff.toMillis(), TimeUnit.MILLISECONDS)) {
                    Duration twice = backOff.multipliedBy(2);
                    backOff = twice.compareTo(config.maxBackOff()) < 0 ? twice : config.maxBackOff();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Delivers batch after batch; false when it could not go on. */
    private boolean drained() {
        try {
            Sent sent;
            do {
                sent = QuarkusTransaction.requiringNew()
                        .timeout((int) config.timeout().multipliedBy(6).toSeconds())
                        .call(this::deliver);
                if (sent.count() > 0) {
                    reached();
                }
            } while (sent.more() && stopped.getCount() > 0);
            return true;
        } catch (RuntimeException e) {
            failed(e);
            return false;
        }
    }

    private Sent deliver() throws SQLException {
        // while billing is away one event is enough to find out whether it is back
        List<OutboxTable.Waiting> batch = outbox.claim(away ? 1 : config.batchSize());
        oldest = batch.isEmpty() ? null : batch.getFirst().created();
        if (batch.isEmpty()) {
            return new Sent(0, false);
        }
        try {
            settle(batch, billing.record(events(batch), config.timeout()));
        } catch (AtelierException e) {
            if (!refused(e)) {
                throw e;
            }
            oneByOne(batch);
        }
        return new Sent(batch.size(), true);
    }

    /** Billing refuses something in the batch: finds it, parks it, delivers the rest. */
    private void oneByOne(List<OutboxTable.Waiting> batch) throws SQLException {
        for (OutboxTable.Waiting row : batch) {
            try {
                settle(List.of(row), billing.record(List.of(row.event()), config.timeout()));
            } catch (AtelierException e) {
                if (!refused(e)) {
                    throw e;
                }
                park(row, e.detail());
            }
        }
    }

    private void settle(List<OutboxTable.Waiting> batch, RecordUsageResponse answer) throws SQLException {
        Map<String, String> reasons = new HashMap<>();
        for (UsageConflict conflict : answer.getConflictsList()) {
            reasons.put(conflict.getSource() + "\n" + conflict.getId(), conflict.getReason());
        }
        List<Long> done = new ArrayList<>();
        for (OutboxTable.Waiting row : batch) {
            String reason =
                    reasons.get(row.event().getSource() + "\n" + row.event().getId());
            if (reason == null) {
                done.add(row.id());
            } else {
                park(row, reason);
            }
        }
        outbox.delete(done);
        delivered.increment(done.size());
    }

    private void park(OutboxTable.Waiting row, String reason) throws SQLException {
        LOG.errorf(
                "usage event parked: source=%s id=%s resource=%s reason=%s",
                row.event().getSource(), row.event().getId(), row.event().getResourceId(), reason);
        outbox.park(row.id(), reason, clock.instant());
        parked.increment();
    }

    private void reached() {
        if (away) {
            away = false;
            LOG.info("usage events are delivered again");
        }
    }

    private void failed(RuntimeException e) {
        if (away) {
            LOG.debugf("usage events still wait: %s", e.getMessage());
        } else {
            away = true;
            LOG.warnf("usage events wait: billing cannot be reached: %s", e.getMessage());
        }
    }

    private double ageSeconds() {
        Instant since = oldest;
        return since == null ? 0 : Duration.between(since, clock.instant()).toMillis() / 1000.0;
    }

    private static List<UsageEvent> events(List<OutboxTable.Waiting> batch) {
        return batch.stream().map(OutboxTable.Waiting::event).toList();
    }

    private static boolean refused(AtelierException e) {
        return e.code() == ErrorCode.VALIDATION;
    }
}
