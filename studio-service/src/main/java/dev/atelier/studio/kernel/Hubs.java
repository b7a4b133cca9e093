package dev.atelier.studio.kernel;

import dev.atelier.studio.kernel.hub.HubLimits;
import dev.atelier.studio.kernel.hub.KernelHub;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** The hubs of the kernels whose lease this replica holds. */
@ApplicationScoped
class Hubs {
    private static final Logger LOG = Logger.getLogger(Hubs.class);
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final ConcurrentHashMap<String, HubHandle> handles = new ConcurrentHashMap<>();
    private final KernelStore store;
    private final HubJournals journals;
    private final StateWriter writer;
    private final KernelProcesses processes;
    private final BusyTimes times;
    private final Vertx vertx;
    private final Clock clock;
    private final HubConfig config;
    private final HubLimits limits;
    private volatile boolean draining;

    Hubs(
            KernelStore store,
            HubJournals journals,
            StateWriter writer,
            KernelProcesses processes,
            BusyTimes times,
            Vertx vertx,
            Clock clock,
            HubConfig config) {
        this.store = store;
        this.journals = journals;
        this.writer = writer;
        this.processes = processes;
        this.times = times;
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

    /** The kernel's hub; empty when another replica has it, the kernel is dead or gone, or this service goes down. */
    Optional<HubHandle> open(Kernel kernel) {
        if (draining) {
            return Optional.empty();
        }
        HubHandle known = handles.get(kernel.kernelId());
        if (known != null) {
            return Optional.of(known);
        }
        return Optional.ofNullable(handles.computeIfAbsent(
                kernel.kernelId(),
                id -> store.lease(id, config.replicaId(), config.lease())
                        .map(lease -> hub(kernel, lease))
                        .orElse(null)));
    }

    private HubHandle hub(Kernel kernel, Lease lease) {
        if (!lease.ours()) {
            // another replica has talked to the kernel since this was written
            journals.journal(kernel.kernelId()).discard();
        }
        times.kernel(kernel.appId(), kernel.kernelId(), kernel.state(), kernel.lastActivity());
        return new HubHandle(
                kernel,
                lease.epoch(),
                ((VertxInternal) vertx).createEventLoopContext(),
                limits,
                clock,
                new Observer(),
                journals.journal(kernel.kernelId()));
    }

    /** Deletes what was kept of kernels that do not live any more. */
    void forgetOthers(List<Kernel> live) {
        journals.retain(live.stream().map(Kernel::kernelId).collect(Collectors.toSet()));
    }

    /** Keeps the leases of all hubs. One whose lease another replica has taken meanwhile sends its clients away. */
    void renewLeases() {
        Map<String, HubHandle> held = Map.copyOf(handles);
        if (draining || held.isEmpty()) {
            return;
        }
        Map<String, Long> renewed = store.renew(config.replicaId(), config.lease());
        held.forEach((kernelId, handle) -> {
            Long epoch = renewed.get(kernelId);
            if ((epoch == null || epoch != handle.epoch()) && handles.remove(kernelId, handle)) {
                LOG.infof("The hub of kernel %s is another replica's now", kernelId);
                rests(handle);
                handle.leave(false, () -> {});
            }
        });
    }

    /** How often leases are to be renewed. */
    Duration renewal() {
        return config.lease().dividedBy(3);
    }

    /** Sends all clients away, and lets the leases go so that another replica can take them at once. No hub is opened any more. */
    void drain() {
        draining = true;
        CountDownLatch drained = new CountDownLatch(handles.size());
        handles.values().forEach(handle -> {
            handle.suspend(true);
            handle.leave(true, drained::countDown);
        });
        try {
            if (!drained.await(DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warnf("%d kernels were not let go in time", drained.getCount());
            }
            store.release(config.replicaId());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes the hub out; what is handed to it still runs. */
    Optional<HubHandle> remove(String kernelId) {
        Optional<HubHandle> removed = Optional.ofNullable(handles.remove(kernelId));
        removed.ifPresent(this::rests);
        return removed;
    }

    /** What this replica does not see any more does not compute. */
    private void rests(HubHandle handle) {
        times.kernel(handle.appId(), handle.kernelId(), ExecutionState.DEAD, clock.instant());
    }

    private final class Observer implements HubHandle.Observer {
        @Override
        public void stateChanged(HubHandle handle, Instant since) {
            times.kernel(handle.appId(), handle.kernelId(), handle.state(), since);
        }

        @Override
        public void changed(HubHandle handle) {
            writer.changed(handle);
        }

        @Override
        public String processEnded(HubHandle handle) {
            Death death = processes.lastEnd(handle.kernelId());
            writer.processEnded(handle, death);
            return death.reason();
        }
    }
}
