package dev.atelier.studio.reconcile;

import dev.atelier.studio.store.AfterCommit;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs every {@link Reconciler} once a second, faster while something is under way, and at once when it is woken. */
@ApplicationScoped
public class ReconcileLoop {
    private static final Logger LOG = Logger.getLogger(ReconcileLoop.class);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration BUSY = Duration.ofMillis(100);
    private static final Duration SHUTDOWN = Duration.ofSeconds(10);

    private final Instance<Reconciler> reconcilers;
    private final AfterCommit afterCommit;
    private final Semaphore wakes = new Semaphore(0);
    private volatile boolean running;
    private @Nullable Thread thread;

    ReconcileLoop(Instance<Reconciler> reconcilers, AfterCommit afterCommit) {
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
            boolean busy = false;
            for (Reconciler reconciler : reconcilers) {
                busy |= pass(reconciler);
            }
            Duration pause = busy ? BUSY : IDLE;
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

    private static boolean pass(Reconciler reconciler) {
        try {
            return reconciler.reconcile();
        } catch (RuntimeException e) {
            LOG.errorf(e, "A pass of %s failed; it is tried again", reconciler);
            return false;
        }
    }
}
