package dev.atelier.studio.kernel;

import dev.atelier.api.error.AtelierException;
import dev.atelier.studio.app.AppChanged;
import dev.atelier.studio.app.AppConnection;
import dev.atelier.studio.app.AppRuntime;
import dev.atelier.studio.app.AppType;
import dev.atelier.studio.app.AppView;
import dev.atelier.studio.kernel.hub.KernelHub;
import dev.atelier.studio.reconcile.Reconciler;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;

/**
 * Brings kernels in line with their rows: starts them once their app is in service, connects their hubs, notices when they or their
 * app are gone, and ends kernels that no row asks for. Each kernel is worked on by one thread at a time.
 */
@ApplicationScoped
class KernelSupervisor implements Reconciler {
    private static final Logger LOG = Logger.getLogger(KernelSupervisor.class);
    private static final Duration SWEEP = Duration.ofMinutes(1);

    private final KernelStore store;
    private final LiveLists lists;
    private final Hubs hubs;
    private final AppRuntime apps;
    private final UpstreamKernels upstream;
    private final UpstreamSockets sockets;
    private final KernelProcesses processes;
    private final Clock clock;
    private final Set<String> working = ConcurrentHashMap.newKeySet();
    private final Set<String> again = ConcurrentHashMap.newKeySet();
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("kernel-", 0).factory());
    private volatile Instant swept = Instant.EPOCH;
    private volatile Instant renewed = Instant.EPOCH;

    KernelSupervisor(
            KernelStore store,
            LiveLists lists,
            Hubs hubs,
            AppRuntime apps,
            UpstreamKernels upstream,
            UpstreamSockets sockets,
            KernelProcesses processes,
            Clock clock) {
        this.store = store;
        this.lists = lists;
        this.hubs = hubs;
        this.apps = apps;
        this.upstream = upstream;
        this.sockets = sockets;
        this.processes = processes;
        this.clock = clock;
    }

    @Override
    public boolean reconcile() {
        boolean starting = false;
        long mark = lists.mark();
        List<Kernel> live = store.live();
        lists.refresh(mark, live);
        for (Kernel kernel : live) {
            boolean settled = hubs.find(kernel.kernelId())
                    .map(handle -> handle.isConnecting() && handle.state() != ExecutionState.DEAD)
                    .orElse(false);
            if (!settled) {
                wake(kernel.kernelId());
                starting |= !kernel.launched();
            }
        }
        store.ending().forEach(kernel -> wake(kernel.kernelId()));
        if (!clock.instant().isBefore(renewed.plus(hubs.renewal()))) {
            hubs.renewLeases();
            renewed = clock.instant();
        }
        if (swept.plus(SWEEP).isBefore(clock.instant())) {
            swept = clock.instant();
            store.forgetDead(clock.instant().minus(KernelStore.DEAD_LISTED));
            hubs.forgetOthers(store.live());
        }
        return starting;
    }

    void appChanged(@Observes AppChanged event) {
        if (event.type() == AppType.KERNEL_GATEWAY) {
            store.live().stream()
                    .filter(kernel -> kernel.appId().equals(event.appId()))
                    .forEach(kernel -> wake(kernel.kernelId()));
        }
    }

    /**
     * Sends clients away before anything else ends: the server would close their connections as if all were over, after it has waited for
     * them in vain.
     */
    void leave(@Observes ShutdownDelayInitiatedEvent event) {
        hubs.drain();
    }

    void stop(@Observes ShutdownEvent event) {
        workers.shutdown();
        hubs.drain();
    }

    /** Looks at the kernel soon. */
    void wake(String kernelId) {
        if (!working.add(kernelId)) {
            again.add(kernelId);
            return;
        }
        try {
            workers.execute(() -> {
                try {
                    do {
                        again.remove(kernelId);
                        step(kernelId);
                    } while (again.contains(kernelId));
                } catch (RuntimeException e) {
                    LOG.warnf("A step for kernel %s failed and is tried again: %s", kernelId, e.getMessage());
                } finally {
                    working.remove(kernelId);
                }
            });
        } catch (RejectedExecutionException _) {
            working.remove(kernelId);
        }
    }

    /** The kernel's row is gone: its clients are let go, its process ends. */
    void deleted(Kernel kernel) {
        hubs.remove(kernel.kernelId())
                .ifPresent(handle -> handle.end(Death.shutDown().reason()));
        processes.forget(kernel.kernelId());
        wake(kernel.kernelId());
    }

    /** A kernel that was dead lives again; it has a hub of its own. */
    void relaunched(String kernelId) {
        hubs.remove(kernelId).ifPresent(handle -> handle.leave(false, () -> {}));
        wake(kernelId);
    }

    void interrupt(Kernel kernel) {
        upstream.interrupt(connection(kernel), kernel.kernelId());
    }

    /** The row asks for a restart: clients hear of it at once, the rest is a step's work. */
    void restart(String kernelId) {
        hubs.find(kernelId).ifPresent(handle -> {
            handle.suspend(true);
            handle.run(KernelHub::restarting);
        });
        wake(kernelId);
    }

    /** The hub that clients of the kernel attach to, whether the kernel has started or not. */
    Optional<HubHandle> hub(Kernel kernel) {
        return kernel.isLive() ? hubs.open(kernel) : Optional.empty();
    }

    private void step(String kernelId) {
        Optional<Kernel> found = store.find(kernelId);
        if (found.isEmpty() || !found.get().isLive()) {
            hubs.remove(kernelId)
                    .ifPresent(handle -> handle.end(Death.shutDown().reason()));
            store.ending().stream()
                    .filter(kernel -> kernel.kernelId().equals(kernelId))
                    .forEach(this::end);
            return;
        }
        Kernel kernel = found.get();
        if (hubs.find(kernelId)
                .filter(handle -> handle.state() == ExecutionState.DEAD)
                .isPresent()) {
            die(kernel, processes.lastEnd(kernelId));
            return;
        }
        Optional<AppView> app = apps.app(kernel.appId());
        Optional<String> end = app.map(KernelSupervisor::end).orElse(Optional.of("Its app is gone."));
        if (end.isPresent()) {
            die(kernel, Death.appEnded(end.get()));
            return;
        }
        Optional<AppConnection> connection =
                apps.connection(kernel.appId()).filter(_ -> app.get().status().equals("InService"));
        if (connection.isPresent()) {
            Optional<HubHandle> hub = hubs.open(kernel);
            if (kernel.launched() && kernel.restartWanted()) {
                hub.ifPresent(handle -> restart(kernel, handle, connection.get()));
            }
            hub.filter(handle -> !handle.isConnecting() && !handle.isSuspended())
                    .ifPresent(handle -> connect(kernel, handle, connection.get()));
        }
    }

    /**
     * Restarts the process; the hub connects anew, so that nothing of the old process is taken for the new one's. The row keeps the wish
     * until it is done: if this service dies meanwhile, its next life does it.
     */
    private void restart(Kernel kernel, HubHandle handle, AppConnection app) {
        if (!handle.isSuspended()) {
            handle.suspend(true);
            handle.run(KernelHub::restarting);
        }
        if (upstream.find(app, kernel.kernelId()).isPresent()) {
            upstream.restart(app, kernel.kernelId());
        }
        store.restarted(kernel.kernelId());
        handle.suspend(false);
    }

    private void start(Kernel kernel, AppConnection app) {
        Map<String, String> environment = store.environment(kernel.kernelId());
        if (environment.isEmpty()) {
            upstream.start(app, kernel, kernel.kernelName());
            return;
        }
        // the server takes no environment with a start, but its kernel specs have one: this start gets a spec of its
        // own
        JsonObject spec = upstream.spec(app, kernel.kernelName());
        JsonObject variables = spec.getJsonObject("env", new JsonObject()).copy();
        environment.forEach((name, value) -> variables.put(name, value.replace("$", "$$")));
        String name = "atelier-" + kernel.kernelId();
        apps.addKernelSpec(
                kernel.appId(), name, spec.copy().put("env", variables).encode());
        try {
            upstream.start(app, kernel, name);
        } finally {
            apps.removeKernelSpec(kernel.appId(), name);
        }
    }

    private void connect(Kernel kernel, HubHandle handle, AppConnection app) {
        if (!kernel.launched()) {
            start(kernel, app);
            store.launched(kernel.kernelId());
            if (store.find(kernel.kernelId()).isEmpty()) {
                upstream.delete(app, kernel.kernelId());
                return;
            }
        } else {
            Optional<UpstreamKernels.Seen> seen = upstream.find(app, kernel.kernelId());
            if (seen.isEmpty()) {
                die(kernel, processes.lastEnd(kernel.kernelId()));
                return;
            }
            ExecutionState.ofWireName(seen.get().state())
                    .ifPresent(known -> handle.assume(known, seen.get().lastActivity()));
        }
        processes.watch(kernel.kernelId());
        sockets.connect(handle, app, () -> wake(kernel.kernelId()));
    }

    private void end(Kernel kernel) {
        if (kernel.isLive()) {
            apps.connection(kernel.appId()).ifPresent(app -> upstream.delete(app, kernel.kernelId()));
        }
        store.purge(kernel.kernelId());
    }

    private void die(Kernel kernel, Death death) {
        String reason = death.reason();
        store.die(kernel.kernelId(), death, clock.instant());
        processes.forget(kernel.kernelId());
        hubs.remove(kernel.kernelId()).ifPresent(handle -> handle.end(reason));
        LOG.infof("Kernel %s is dead: %s", kernel.kernelId(), reason);
    }

    private static Optional<String> end(AppView app) {
        String reason = app.failureReason() == null ? "" : " " + app.failureReason();
        return switch (app.status()) {
            case "Deleting", "Deleted" -> Optional.of("Its app '" + app.appName() + "' was shut down." + reason);
            case "Failed" -> Optional.of("Its app '" + app.appName() + "' failed." + reason);
            default -> Optional.empty();
        };
    }

    private AppConnection connection(Kernel kernel) {
        return apps.connection(kernel.appId())
                .orElseThrow(() -> AtelierException.notReady("The app of the kernel is not in service."));
    }
}
