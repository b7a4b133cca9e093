package dev.atelier.autopilot.service.endpoint;

import dev.atelier.autopilot.service.engine.Directories;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.stream.Stream;

/** Finds what {@link DataCapture} wrote within a time. A file holds a minute, so times count by the minute. */
@ApplicationScoped
public class Captures {
    private static final DateTimeFormatter FILE =
            DateTimeFormatter.ofPattern("yyyy/MM/dd/HH/mm").withZone(ZoneOffset.UTC);

    private final Directories directories;

    Captures(Directories directories) {
        this.directories = directories;
    }

    /** The files of a variant that have requests of a time, the oldest first. */
    public List<Path> between(String endpointId, String variantName, Instant from, Instant to) {
        Path root = DataCapture.root(directories, endpointId).resolve(variantName);
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> tree = Files.walk(root)) {
            return tree.filter(Files::isRegularFile)
                    .filter(file -> overlaps(root.relativize(file).toString(), from, to))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean overlaps(String name, Instant from, Instant to) {
        try {
            Instant minute = Instant.from(FILE.parse(name.replace(".jsonl", "")));
            return minute.isBefore(to) && minute.plus(Duration.ofMinutes(1)).isAfter(from);
        } catch (DateTimeParseException _) {
            return false;
        }
    }
}
