package dev.atelier.studio.reconcile;

import dev.atelier.studio.store.AfterCommit;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs every {@link Reconciler} once a second, faster while something is under way, and at once when it is woken. */
@ApplicationScoped
public class ReconcileLoop {
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration BUSY = Duration.ofMillis(100);
    private static final Duration SHUTDOWN = Duration.ofSeconds(10);

    private final List<Reconciler> reconcilers;
    private final AfterCommit afterCommit;
    private final Semaphore wakes = new Semaphore(0);
    private volatile boolean running;
    private volatile long lastLook = System.nanoTime();
    private @Nullable Thread thread;

    ReconcileLoop(@All List<Reconciler> reconcilers, AfterCommit afterCommit) {
        this.reconcilers = reconcilers;
        this.afterCommit = afterCommit;
    }

    /** Looks again as soon as the current transaction has committed. */
    public void wakeAfterCommit() {
        afterCommit.run(this::wake);
    }

    /** Looks again now. */
    public void wake() {
        wakes.release();
    }

    void start(@Observes StartupEvent event) {
        running = true;
        thread = Thread.ofVirtual().name("reconcile").start(this::loop);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        running = false;
        wake();
        Thread current = thread;
        if (current != null) {
            current.join(SHUTDOWN);
        }
    }

    private void loop() {
        while (running) {
            Duration pause = Passes.run("A look at what is to be done", this::look) ? BUSY : IDLE;
            lastLook = System.nanoTime();
            try {
                if (wakes.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    wakes.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private boolean look() {
        boolean busy = false;
        for (Reconciler reconciler : reconcilers) {
            busy |= Passes.run("A pass of " + reconciler, reconciler::reconcile);
        }
        return busy;
    }

    /** How long ago the last look came to its end. */
    Duration sinceLastLook() {
        return Duration.ofNanos(System.nanoTime() - lastLook);
    }
}
