package dev.atelier.studio.kernel;

import dev.atelier.studio.kernel.hub.HubLimits;
import dev.atelier.studio.kernel.hub.KernelHub;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The hubs of the kernels whose lease this replica holds. */
@ApplicationScoped
class Hubs {
    private final ConcurrentHashMap<String, HubHandle> handles = new ConcurrentHashMap<>();
    private final KernelStore store;
    private final StateWriter writer;
    private final KernelProcesses processes;
    private final Vertx vertx;
    private final Clock clock;
    private final HubConfig config;
    private final HubLimits limits;

    Hubs(KernelStore store, StateWriter writer, KernelProcesses processes, Vertx vertx, Clock clock, HubConfig config) {
        this.store = store;
        this.writer = writer;
        this.processes = processes;
        this.vertx = vertx;
        this.clock = clock;
        this.config = config;
        this.limits = new HubLimits(
                (int) config.logSize().asLongValue(),
                (int) config.executionSize().asLongValue(),
                (int) config.journalSize().asLongValue(),
                (int) config.clientQueueSize().asLongValue(),
                (int) config.pendingSize().asLongValue(),
                config.pongTimeout());
    }

    @PostConstruct
    void pingClients() {
        vertx.setPeriodic(
                config.pingInterval().toMillis(), _ -> handles.values().forEach(handle -> handle.run(KernelHub::tick)));
    }

    Optional<HubHandle> find(String kernelId) {
        return Optional.ofNullable(handles.get(kernelId));
    }

    Collection<HubHandle> all() {
        return handles.values();
    }

    /** The kernel's hub; empty when another replica has it, or the kernel is dead or gone. */
    Optional<HubHandle> open(Kernel kernel) {
        HubHandle known = handles.get(kernel.kernelId());
        if (known != null) {
            return Optional.of(known);
        }
        return Optional.ofNullable(handles.computeIfAbsent(
                kernel.kernelId(),
                id -> store.lease(id, config.replicaId())
                        .map(epoch -> new HubHandle(
                                kernel,
                                epoch,
                                ((VertxInternal) vertx).createEventLoopContext(),
                                limits,
                                clock,
                                new Observer()))
                        .orElse(null)));
    }

    /** Takes the hub out; what is handed to it still runs. */
    Optional<HubHandle> remove(String kernelId) {
        return Optional.ofNullable(handles.remove(kernelId));
    }

    private final class Observer implements HubHandle.Observer {
        @Override
        public void changed(HubHandle handle) {
            writer.changed(handle);
        }

        @Override
        public String processEnded(HubHandle handle) {
            String reason = processes.lastEnd(handle.kernelId());
            writer.processEnded(handle, reason);
            return reason;
        }
    }
}
