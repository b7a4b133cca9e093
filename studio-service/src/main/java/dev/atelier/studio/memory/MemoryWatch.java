package dev.atelier.studio.memory;

import dev.atelier.platform.peak.Peaks;
import dev.atelier.studio.app.AppRuntime;
import dev.atelier.studio.app.AppView;
import dev.atelier.studio.engine.AppMemory;
import dev.atelier.studio.engine.AppUse;
import dev.atelier.studio.engine.ComputeEngine;
import dev.atelier.studio.kernel.KernelActivity;
import dev.atelier.studio.reconcile.Passes;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what instances use, and notes its peaks. Ends the biggest kernel, or job of a terminal, of an instance that holds more memory than its type has, and again until it does not.
 * One at a time: what the next look still finds too much is the next one's.
 */
@ApplicationScoped
class MemoryWatch {
    private static final Logger LOG = Logger.getLogger(MemoryWatch.class);
    private static final long MIB = 1 << 20;

    private final AppRuntime apps;
    private final KernelActivity kernels;
    private final ComputeEngine engine;
    private final Peaks peaks;
    private final MemoryLimits limits;
    private final MemoryConfig config;
    private volatile boolean running;
    private @Nullable Thread thread;

    MemoryWatch(
            AppRuntime apps,
            KernelActivity kernels,
            ComputeEngine engine,
            Peaks peaks,
            MemoryLimits limits,
            MemoryConfig config) {
        this.apps = apps;
        this.kernels = kernels;
        this.engine = engine;
        this.peaks = peaks;
        this.limits = limits;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        running = true;
        thread = Thread.ofVirtual().name("memory").start(this::loop);
    }

    void stop(@Observes ShutdownEvent event) {
        running = false;
        Thread current = thread;
        if (current != null) {
            current.interrupt();
        }
    }

    private void loop() {
        while (running) {
            try {
                Thread.sleep(config.interval());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
            Passes.run("A look at the memory of instances", this::look);
        }
    }

    private boolean look() {
        Map<String, List<AppView>> byInstance =
                apps.live().stream().collect(Collectors.groupingBy(MemoryWatch::instance));
        if (byInstance.isEmpty()) {
            return false;
        }
        Set<String> appIds = byInstance.values().stream()
                .flatMap(List::stream)
                .map(AppView::appId)
                .collect(Collectors.toSet());
        Map<String, AppUse> uses = engine.use(appIds);
        long nanos = System.nanoTime();
        byInstance.forEach((instanceId, there) -> {
            List<AppUse> seen = there.stream()
                    .map(app -> uses.get(app.appId()))
                    .filter(Objects::nonNull)
                    .toList();
            if (seen.isEmpty()) {
                return;
            }
            long bytes = seen.stream().mapToLong(AppUse::memoryBytes).sum();
            peaks.seen(
                    instanceId, bytes, seen.stream().map(AppUse::cpuTime).reduce(Duration.ZERO, Duration::plus), nanos);
            Optional<Long> limit = limits.of(there.getFirst().instanceType());
            if (config.enforced() && limit.isPresent() && bytes > limit.get()) {
                relieve(instanceId, there, limit.get());
            }
        });
        return true;
    }

    /** The free Lab has an instance of its own, which has no name. */
    private static String instance(AppView app) {
        return Objects.requireNonNullElse(app.instanceId(), app.appId());
    }

    private void relieve(String instanceId, List<AppView> there, long limit) {
        Map<String, AppMemory> memory =
                engine.memory(there.stream().map(AppView::appId).collect(Collectors.toSet()));
        long bytes = memory.values().stream().mapToLong(AppMemory::bytes).sum();
        if (bytes <= limit) {
            return;
        }
        Optional<AppMemory.Part> biggest = memory.values().stream()
                .flatMap(app -> app.parts().stream())
                .max(Comparator.comparingLong(AppMemory.Part::bytes));
        if (biggest.isEmpty()) {
            LOG.warnf(
                    "Instance %s holds %d MiB of %d MiB, and nothing on it can be ended",
                    instanceId, bytes / MIB, limit / MIB);
            return;
        }
        AppMemory.Part part = biggest.get();
        String instanceType = there.getFirst().instanceType();
        String reason =
                "It ran out of memory: the instance '%s' has %d MiB, what ran on it held %d MiB, and this held the most of it, %d MiB."
                        .formatted(instanceType, limit / MIB, bytes / MIB, part.bytes() / MIB);
        LOG.warnf(
                "Out of memory: instance=%s %s=%s: %s",
                instanceId,
                part.kernelId() == null ? "job" : "kernel",
                part.kernelId() == null ? Long.toString(part.pid()) : part.kernelId(),
                reason);
        if (part.kernelId() != null) {
            kernels.runsOutOfMemory(part.kernelId(), reason);
        }
        engine.kill(part);
    }
}
