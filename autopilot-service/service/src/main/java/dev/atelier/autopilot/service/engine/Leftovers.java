package dev.atelier.autopilot.service.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Finds what a service that was killed wrote to disk for a row that it then never committed. */
public final class Leftovers {
    private static final Logger LOG = Logger.getLogger(Leftovers.class);
    /** A transaction that is still going on is younger than this. */
    private static final Duration GRACE = Duration.ofHours(1);

    private Leftovers() {}

    /**
     * Removes the entries of a directory which belong to nobody and have been there for a while.
     *
     * @param known the names that belong to somebody, without extension; asked for after the directory was read
     */
    public static void remove(Path directory, Instant now, Supplier<Set<String>> known) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        List<Path> old;
        try (Stream<Path> entries = Files.list(directory)) {
            old = entries.filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .filter(entry -> isOld(entry, now))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (old.isEmpty()) {
            return;
        }
        Set<String> names = known.get();
        for (Path entry : old) {
            String file = entry.getFileName().toString();
            int dot = file.indexOf('.');
            if (!names.contains(dot < 0 ? file : file.substring(0, dot))) {
                LOG.infof("leftover removed; path=%s", entry);
                Trees.delete(entry);
            }
        }
    }

    private static boolean isOld(Path entry, Instant now) {
        try {
            return Files.getLastModifiedTime(entry).toInstant().plus(GRACE).isBefore(now);
        } catch (IOException _) {
            return false;
        }
    }
}
