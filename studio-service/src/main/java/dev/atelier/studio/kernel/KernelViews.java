package dev.atelier.studio.kernel;

import dev.atelier.api.page.Page;
import dev.atelier.studio.app.AppRuntime;
import dev.atelier.studio.app.AppView;
import dev.atelier.studio.instance.InstanceType;
import dev.atelier.studio.instance.InstanceTypeCatalog;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Completes rows of kernels with what their hubs and apps know now. */
@ApplicationScoped
class KernelViews {
    private static final String IN_SERVICE = "InService";

    private final Hubs hubs;
    private final AppRuntime apps;
    private final InstanceTypeCatalog types;
    private final KernelProcesses processes;

    KernelViews(Hubs hubs, AppRuntime apps, InstanceTypeCatalog types, KernelProcesses processes) {
        this.processes = processes;
        this.hubs = hubs;
        this.apps = apps;
        this.types = types;
    }

    KernelView view(Kernel kernel) {
        return view(kernel, apps.app(kernel.appId()).orElse(null));
    }

    /** The kernel without what it runs on and its memory: nothing but what is in memory here. */
    KernelView brief(Kernel kernel) {
        Optional<HubHandle> hub = hubs.find(kernel.kernelId()).filter(_ -> kernel.isLive());
        return new KernelView(
                kernel,
                hub.map(HubHandle::state).orElse(kernel.state()),
                hub.map(HubHandle::connections).orElse(0),
                lastActivity(kernel, hub),
                null,
                null,
                null);
    }

    /** The kernel of which a restart has been asked for in a transaction that is not over yet. */
    KernelView asRestarting(Kernel kernel) {
        AppView app = apps.app(kernel.appId()).orElse(null);
        int connections =
                hubs.find(kernel.kernelId()).map(HubHandle::connections).orElse(0);
        return new KernelView(
                kernel, kernel.state(), connections, kernel.lastActivity(), spec(kernel, app), instance(app), null);
    }

    List<KernelView> all(List<Kernel> kernels) {
        Map<String, Optional<AppView>> seen = new HashMap<>();
        return kernels.stream()
                .map(kernel -> view(
                        kernel, seen.computeIfAbsent(kernel.appId(), apps::app).orElse(null)))
                .toList();
    }

    Page<KernelView> page(Page<Kernel> page) {
        return new Page<>(all(page.items()), page.nextPageToken());
    }

    private KernelView view(Kernel kernel, @Nullable AppView app) {
        Optional<HubHandle> hub = hubs.find(kernel.kernelId()).filter(_ -> kernel.isLive());
        return new KernelView(
                kernel,
                hub.map(HubHandle::state).orElse(kernel.state()),
                hub.map(HubHandle::connections).orElse(0),
                lastActivity(kernel, hub),
                spec(kernel, app),
                instance(app),
                memory(kernel));
    }

    private static Instant lastActivity(Kernel kernel, Optional<HubHandle> hub) {
        return hub.map(HubHandle::lastActivity)
                .filter(kernel.lastActivity()::isBefore)
                .orElse(kernel.lastActivity());
    }

    private @Nullable Long memory(Kernel kernel) {
        OptionalLong bytes = kernel.isLive() ? processes.memory(kernel.kernelId()) : OptionalLong.empty();
        return bytes.isPresent() ? bytes.getAsLong() : null;
    }

    private @Nullable InstanceType spec(Kernel kernel, @Nullable AppView app) {
        return app != null && app.status().equals(IN_SERVICE)
                ? types.type(kernel.instanceType()).orElse(null)
                : null;
    }

    private static @Nullable String instance(@Nullable AppView app) {
        return app == null ? null : app.instanceId();
    }
}
