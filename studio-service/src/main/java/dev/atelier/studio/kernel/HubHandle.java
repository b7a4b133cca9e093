package dev.atelier.studio.kernel;

import dev.atelier.studio.kernel.hub.HubLimits;
import dev.atelier.studio.kernel.hub.HubListener;
import dev.atelier.studio.kernel.hub.KernelHub;
import io.vertx.core.Context;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A kernel's hub on its event loop. What others may know of it is read from any thread; everything else is done by handing the hub
 * an action.
 */
public final class HubHandle {
    private final String kernelId;
    private final String appId;
    private final long epoch;
    private final Context context;
    private final Clock clock;
    private final KernelHub hub;
    private final HubJournal journal;
    private volatile ExecutionState state;
    private volatile int connections;
    private volatile Instant lastActivity;
    private volatile boolean connecting;
    private volatile boolean suspended;
    /** Of the state that is being assumed; only on the hub's thread. */
    private @Nullable Instant assumedSince;

    /** Is told on the hub's thread and returns at once. */
    interface Observer {
        /** The kernel is in another state since then. */
        void stateChanged(HubHandle handle, Instant since);

        /** State or activity of the kernel have changed. */
        void changed(HubHandle handle);

        /** The kernel's process ended by itself; answers why. */
        String processEnded(HubHandle handle);
    }

    /** @param journal not opened yet; what is in it is taken up */
    HubHandle(
            Kernel kernel,
            long epoch,
            Context context,
            HubLimits limits,
            Clock clock,
            Observer observer,
            HubJournal journal) {
        this.kernelId = kernel.kernelId();
        this.appId = kernel.appId();
        this.epoch = epoch;
        this.context = context;
        this.clock = clock;
        this.state = kernel.state();
        this.lastActivity = kernel.lastActivity();
        this.hub = new KernelHub(limits, clock, new Listener(observer), kernel.state(), journal);
        this.journal = journal;
        journal.open(hub::restore);
    }

    public String kernelId() {
        return kernelId;
    }

    /** The app that the kernel lives in. */
    String appId() {
        return appId;
    }

    /** Runs the action on the hub's thread, after all that were handed in before. */
    public void run(Consumer<KernelHub> action) {
        context.runOnContext(_ -> action.accept(hub));
    }

    /**
     * Sets the state as the app's server knows it.
     *
     * @param since when the kernel last said something; null when that is not known
     */
    void assume(ExecutionState known, @Nullable Instant since) {
        run(hub -> {
            assumedSince = since;
            try {
                hub.assume(known);
            } finally {
                assumedSince = null;
            }
        });
    }

    /** The kernel is dead or gone: clients learn why, and nothing of it is kept. */
    void end(String reason) {
        run(hub -> {
            hub.die(reason);
            journal.discard();
        });
    }

    /**
     * Sends clients away to come again.
     *
     * @param kept whether this replica is to go on where it was
     */
    void leave(boolean kept, Runnable done) {
        run(hub -> {
            hub.drain();
            if (kept) {
                journal.close();
            } else {
                journal.discard();
            }
            done.run();
        });
    }

    public ExecutionState state() {
        return state;
    }

    public int connections() {
        return connections;
    }

    public Instant lastActivity() {
        return lastActivity;
    }

    long epoch() {
        return epoch;
    }

    Context context() {
        return context;
    }

    /** Whether there is a connection to the kernel, or one is being made. */
    boolean isConnecting() {
        return connecting;
    }

    /** Whether no connection is to be made for now. */
    boolean isSuspended() {
        return suspended;
    }

    void suspend(boolean suspend) {
        suspended = suspend;
    }

    void connecting() {
        connecting = true;
    }

    void disconnected() {
        connecting = false;
    }

    private final class Listener implements HubListener {
        private final Observer observer;

        private Listener(Observer observer) {
            this.observer = observer;
        }

        @Override
        public void stateChanged(ExecutionState newState) {
            state = newState;
            observer.stateChanged(HubHandle.this, assumedSince == null ? clock.instant() : assumedSince);
            observer.changed(HubHandle.this);
        }

        @Override
        public void active() {
            lastActivity = clock.instant();
            observer.changed(HubHandle.this);
        }

        @Override
        public void connectionsChanged(int newConnections) {
            connections = newConnections;
        }

        @Override
        public String processEnded() {
            return observer.processEnded(HubHandle.this);
        }
    }
}
