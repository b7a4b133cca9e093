package dev.atelier.studio.engine.local;

import dev.atelier.platform.process.ChildProcesses;
import dev.atelier.platform.process.WaitingProcess;
import dev.atelier.studio.engine.AppObservation;
import dev.atelier.studio.engine.AppSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** The apps' Jupyter servers that were started. Each has a record in a file beside it, so that the next life of this service finds it. */
final class AppServers implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(AppServers.class);
    private static final int MAX_ATTEMPTS = 5;

    private final Places places;
    private final JupyterServer servers;
    private final WaitingServers waiting;
    private final ChildProcesses processes;
    private final Readiness readiness = new Readiness();
    private final Map<String, ServerRecord> known = new ConcurrentHashMap<>();

    AppServers(Places places, JupyterServer servers, WaitingServers waiting, ChildProcesses processes) {
        this.places = places;
        this.servers = servers;
        this.waiting = waiting;
        this.processes = processes;
    }

    /**
     * Starts an app's server unless it was started before, and says how it is.
     *
     * @param environment the directory of the image's Python environment
     */
    AppObservation ensure(AppSpec spec, Path environment) {
        Optional<ServerRecord> found = find(spec.appId());
        if (found.isEmpty()) {
            return start(spec, environment, 1);
        }
        ServerRecord server = found.get();
        AppObservation seen = observe(spec.appId(), server);
        if (seen instanceof AppObservation.Gone && lostItsPort(spec.appId(), server)) {
            LOG.infof("The port %d of app=%s was taken by another process; trying again", server.port(), spec.appId());
            return start(spec, environment, server.attempt() + 1);
        }
        return seen;
    }

    AppObservation observe(String appId) {
        return find(appId)
                .map(server -> observe(appId, server))
                .orElseGet(() -> new AppObservation.Gone("No process was started for it."));
    }

    /** An app's server whose process is there. */
    Optional<ServerRecord> running(String appId) {
        return find(appId).filter(server -> processes.find(server.identity()).isPresent());
    }

    /** Ends all that there is of an app: its server, what its script left running, its files. */
    void end(String appId, Duration grace) {
        waiting.take(appId);
        try {
            find(appId).ifPresent(server -> processes.kill(server.identity(), grace));
        } catch (UncheckedIOException e) {
            LOG.warnf("app=%s is ended without grace: %s", appId, e.getMessage());
        }
        processes.sweep(Places.APP_MARK, places.mark(appId));
        processes.sweep(Places.APP_MARK, places.scriptMark(appId));
        places.app(appId).delete();
        // last, because whoever asks meanwhile reads the record again
        known.remove(appId);
    }

    /** The record of an app's server, whose process may have ended. */
    Optional<ServerRecord> find(String appId) {
        ServerRecord server = known.get(appId);
        if (server != null) {
            return Optional.of(server);
        }
        Optional<ServerRecord> written = places.app(appId).read();
        written.ifPresent(found -> known.put(appId, found));
        return written;
    }

    private boolean lostItsPort(String appId, ServerRecord server) {
        String log = places.app(appId).logTail();
        return !server.ready()
                && server.attempt() < MAX_ATTEMPTS
                && (log.contains("is already in use") || log.contains("is not available"));
    }

    private AppObservation start(AppSpec spec, Path image, int attempt) {
        WaitingProcess prepared = waiting.take(spec.appId());
        if (prepared == null) {
            // a process whose record was never written would run twice
            processes.sweep(Places.APP_MARK, places.mark(spec.appId()));
        }
        Map<String, String> environment = places.placed(spec);
        AppDirectory files = places.app(spec.appId());
        try {
            places.make(spec);
            ServerRecord server =
                    servers.start(spec, image, places.home(spec.owner()), files, environment, attempt, prepared);
            keep(spec.appId(), files, server);
            return new AppObservation.Starting();
        } catch (IOException | UncheckedIOException e) {
            // what does not start for want of space or of a right would not start a second later either
            LOG.warnf(e, "app=%s cannot be started", spec.appId());
            return new AppObservation.Gone("It cannot be started: " + e.getMessage());
        }
    }

    private AppObservation observe(String appId, ServerRecord server) {
        AppDirectory files = places.app(appId);
        if (processes.find(server.identity()).isEmpty()) {
            String log = files.logTail();
            return new AppObservation.Gone("Its Jupyter server (process %d) %s. %s"
                    .formatted(
                            server.pid(),
                            processes.end(server.identity()).orElse("ended"),
                            log.isEmpty() ? "It left no log." : "The end of its log:\n" + log));
        }
        if (server.ready()) {
            return new AppObservation.Ready();
        }
        if (!readiness.answers(server)) {
            return new AppObservation.Starting();
        }
        try {
            keep(appId, files, server.answered());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new AppObservation.Ready();
    }

    private void keep(String appId, AppDirectory files, ServerRecord server) throws IOException {
        files.write(server);
        known.put(appId, server);
    }

    @Override
    public void close() {
        readiness.close();
    }
}
