package dev.atelier.studio.kernel;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings what the hubs see into the database, a little behind them: a kernel that flickers between busy and idle costs one write in
 * half a second.
 */
@ApplicationScoped
class StateWriter {
    private static final Logger LOG = Logger.getLogger(StateWriter.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration SHUTDOWN = Duration.ofSeconds(5);

    private final KernelStore store;
    private final Map<String, HubHandle> changed = new ConcurrentHashMap<>();
    private final BlockingQueue<Runnable> urgent = new LinkedBlockingQueue<>();
    private volatile boolean running;
    private @Nullable Thread thread;

    StateWriter(KernelStore store) {
        this.store = store;
    }

    void start(@Observes StartupEvent event) {
        running = true;
        thread = Thread.ofVirtual().name("kernel-states").start(this::loop);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        running = false;
        urgent.add(() -> {});
        Thread current = thread;
        if (current != null) {
            current.join(SHUTDOWN);
        }
    }

    /** The kernel's state or activity is not what it was. */
    void changed(HubHandle handle) {
        changed.put(handle.kernelId(), handle);
    }

    void processEnded(HubHandle handle, Death death) {
        urgent.add(() -> store.processEnded(handle.kernelId(), death));
    }

    private void loop() {
        while (running) {
            try {
                Runnable next = urgent.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                if (next != null) {
                    attempt(next);
                } else {
                    flush();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        flush();
    }

    private void flush() {
        for (HubHandle handle : List.copyOf(changed.values())) {
            changed.remove(handle.kernelId(), handle);
            attempt(() -> store.observed(handle.kernelId(), handle.epoch(), handle.state(), handle.lastActivity()));
        }
    }

    private static void attempt(Runnable write) {
        try {
            write.run();
        } catch (RuntimeException e) {
            LOG.warnf(e, "The state of a kernel could not be written; the next change brings it");
        }
    }
}
