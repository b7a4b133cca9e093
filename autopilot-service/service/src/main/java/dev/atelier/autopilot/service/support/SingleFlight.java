package dev.atelier.autopilot.service.support;

import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Runs a pass on a virtual thread whenever it is woken, one at a time; a wake during a pass causes one more. A pass that
 * fails is logged and tried again at the next wake.
 */
public final class SingleFlight {
    private static final Logger LOG = Logger.getLogger(SingleFlight.class);

    private final String name;
    private final Runnable pass;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean closed;

    /** A flight which is not woken yet. */
    public SingleFlight(String name, Runnable pass) {
        this.name = name;
        this.pass = pass;
    }

    /** Asks for a pass and returns at once. */
    public void wake() {
        if (!closed && asked.getAndIncrement() == 0) {
            Thread.ofVirtual().name(name).start(this::fly);
        }
    }

    /** No pass begins any more. */
    public void close() {
        closed = true;
    }

    private void fly() {
        do {
            asked.set(1);
            if (closed) {
                return;
            }
            try {
                pass.run();
            } catch (RuntimeException e) {
                LOG.errorf(e, "pass failed; reconciler=%s", name);
            }
        } while (!asked.compareAndSet(1, 0));
    }
}
