package dev.atelier.studio.idle;

import dev.atelier.studio.reconcile.Reconciler;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** Has idle things looked for now and then, one look at a time and beside the reconcilers that must not wait for it. */
@ApplicationScoped
class IdleReconciler implements Reconciler {
    private static final Logger LOG = Logger.getLogger(IdleReconciler.class);

    private final IdleLook look;
    private final long intervalNanos;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("idle").factory());
    private final AtomicInteger looks = new AtomicInteger();
    private volatile long nextNanos = System.nanoTime();

    IdleReconciler(IdleLook look, IdleConfig config) {
        this.look = look;
        this.intervalNanos = config.interval().toNanos();
    }

    @Override
    public boolean reconcile() {
        if (System.nanoTime() - nextNanos >= 0 && looking.compareAndSet(false, true)) {
            try {
                worker.execute(this::look);
            } catch (RejectedExecutionException _) {
                looking.set(false);
            }
        }
        return false;
    }

    /** How many looks have ended. */
    int looks() {
        return looks.get();
    }

    private void look() {
        try {
            look.once();
        } catch (RuntimeException e) {
            LOG.warnf("A look for idle things failed and is repeated: %s", e.getMessage());
        } finally {
            nextNanos = System.nanoTime() + intervalNanos;
            looks.incrementAndGet();
            looking.set(false);
        }
    }

    @PreDestroy
    void close() {
        worker.shutdown();
    }
}
