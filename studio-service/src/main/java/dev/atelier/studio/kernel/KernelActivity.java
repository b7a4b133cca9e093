package dev.atelier.studio.kernel;

import dev.atelier.studio.app.AppConnection;
import dev.atelier.studio.app.AppRuntime;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What kernels do, and how one that does nothing is ended, for those who shut down what nobody uses. */
@ApplicationScoped
public class KernelActivity {
    private final KernelStore store;
    private final Hubs hubs;
    private final UpstreamKernels upstream;
    private final KernelProcesses processes;
    private final AppRuntime apps;
    private final Clock clock;

    KernelActivity(
            KernelStore store,
            Hubs hubs,
            UpstreamKernels upstream,
            KernelProcesses processes,
            AppRuntime apps,
            Clock clock) {
        this.store = store;
        this.hubs = hubs;
        this.upstream = upstream;
        this.processes = processes;
        this.apps = apps;
        this.clock = clock;
    }

    /**
     * A kernel that lives.
     *
     * @param since when a client or the kernel itself last said something, or when it was asked to start
     */
    public record Activity(String kernelId, String appId, ExecutionState state, Instant since) {}

    /** All that live, of everybody. */
    public List<Activity> live() {
        return store.live().stream().map(this::activity).toList();
    }

    /** Whether a kernel lives in the app, or is to. */
    public boolean occupies(String appId) {
        return store.live().stream().anyMatch(kernel -> kernel.appId().equals(appId));
    }

    /**
     * Ends the kernel's process and leaves the kernel dead, with the reason. False when it did something since it was seen, or its app
     * does not answer.
     */
    public boolean end(Activity seen, String reason) {
        Optional<Kernel> kernel = store.find(seen.kernelId()).filter(Kernel::isLive);
        Optional<AppConnection> app = apps.connection(seen.appId());
        if (kernel.isEmpty() || app.isEmpty() || !activity(kernel.get()).equals(seen)) {
            return false;
        }
        Optional<HubHandle> hub = hubs.find(seen.kernelId());
        // nobody connects to it any more, and so nobody takes its end for a crash
        hub.ifPresent(handle -> handle.suspend(true));
        try {
            upstream.delete(app.get(), seen.kernelId());
        } catch (RuntimeException e) {
            hub.ifPresent(handle -> handle.suspend(false));
            throw e;
        }
        store.die(seen.kernelId(), Death.shutDown(reason), clock.instant());
        processes.forget(seen.kernelId());
        hubs.remove(seen.kernelId()).ifPresent(handle -> handle.end(reason));
        return true;
    }

    /**
     * The kernel's process is about to be killed because it holds too much memory: this is how its end is explained, to its clients too.
     * Its server starts it anew, as after every end that nobody asked for.
     */
    public void runsOutOfMemory(String kernelId, String reason) {
        processes.runsOutOfMemory(kernelId, reason);
    }

    private Activity activity(Kernel kernel) {
        return hubs.find(kernel.kernelId())
                .map(hub -> new Activity(kernel.kernelId(), kernel.appId(), hub.state(), hub.lastActivity()))
                .orElseGet(
                        () -> new Activity(kernel.kernelId(), kernel.appId(), kernel.state(), kernel.lastActivity()));
    }
}
