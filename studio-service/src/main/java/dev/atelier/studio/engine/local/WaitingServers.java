package dev.atelier.studio.engine.local;

import dev.atelier.platform.process.ChildProcesses;
import dev.atelier.platform.process.WaitingProcess;
import dev.atelier.studio.engine.AppObservation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The servers that wait for an owner. They end with this life of the service, so nobody else needs to know them. */
final class WaitingServers implements AutoCloseable {
    private final ChildProcesses processes;
    private final Function<String, AppDirectory> files;
    private final Map<String, WaitingProcess> waiting = new ConcurrentHashMap<>();

    WaitingServers(ChildProcesses processes, Function<String, AppDirectory> files) {
        this.processes = processes;
        this.files = files;
    }

    /** Starts one. */
    @FunctionalInterface
    interface Start {
        WaitingProcess start() throws IOException;
    }

    AppObservation ensure(String appId, Start start) {
        WaitingProcess process = waiting.get(appId);
        if (process == null) {
            try {
                waiting.put(appId, start.start());
            } catch (IOException | UncheckedIOException e) {
                return new AppObservation.Gone("It cannot be started: " + e.getMessage());
            }
            return new AppObservation.Starting();
        }
        if (processes.find(process.identity()).isEmpty()) {
            return new AppObservation.Gone(
                    "It ended while it waited. " + files.apply(appId).logTail());
        }
        return Files.exists(files.apply(appId).waits()) ? new AppObservation.Ready() : new AppObservation.Starting();
    }

    /** It waits no more; null when it never did. */
    @Nullable
    WaitingProcess take(String appId) {
        return waiting.remove(appId);
    }

    @Override
    public void close() {
        waiting.values().forEach(process -> processes.kill(process.identity(), Duration.ZERO));
        waiting.clear();
    }
}
