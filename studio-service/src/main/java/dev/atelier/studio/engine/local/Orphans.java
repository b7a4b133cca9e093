package dev.atelier.studio.engine.local;

import dev.atelier.platform.process.ChildProcesses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** What is left of apps that nobody owns: ended when it was seen twice, the grace time apart. */
final class Orphans {
    private static final Logger LOG = Logger.getLogger(Orphans.class);

    private final ChildProcesses processes;
    private final Places places;
    private final Duration grace;
    private final Consumer<String> end;
    private final Map<String, Instant> firstSeen = new HashMap<>();

    /** @param end ends an app with all it left */
    Orphans(ChildProcesses processes, Places places, Duration grace, Consumer<String> end) {
        this.processes = processes;
        this.places = places;
        this.grace = grace;
        this.end = end;
    }

    synchronized void sweep(Set<String> owned, Instant now) {
        Set<String> running = running();
        firstSeen.keySet().retainAll(running);
        for (String appId : running) {
            if (owned.contains(appId)) {
                firstSeen.remove(appId);
            } else if (!now.isBefore(firstSeen.computeIfAbsent(appId, _ -> now).plus(grace))) {
                LOG.warnf("Ending what is left of app=%s, which nobody owns", appId);
                end(appId);
            }
        }
    }

    /** One that cannot be ended is not in the way of the others. */
    private void end(String appId) {
        try {
            end.accept(appId);
            firstSeen.remove(appId);
        } catch (RuntimeException e) {
            LOG.errorf(e, "What is left of app=%s could not be ended; it is tried again", appId);
        }
    }

    /** The apps of this installation of which there is a process or a directory. */
    private Set<String> running() {
        String scope = places.mark("");
        Set<String> running = processes.marks(Places.APP_MARK).stream()
                .filter(mark -> mark.startsWith(scope))
                .map(mark -> mark.substring(scope.length()))
                .filter(Places::isId)
                .collect(Collectors.toSet());
        if (Files.isDirectory(places.apps())) {
            try (Stream<Path> directories = Files.list(places.apps())) {
                directories
                        .map(directory -> directory.getFileName().toString())
                        .filter(Places::isId)
                        .forEach(running::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return running;
    }
}
