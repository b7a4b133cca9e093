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
    private final EndpointRepository endpoints;

    Captures(Directories directories, EndpointRepository endpoints) {
        this.directories = directories;
        this.endpoints = endpoints;
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

    /** Why a variant of which nothing was captured has no requests, and what to do about it; in the current transaction. */
    public String whyNone(String endpointId, String variantName) {
        EndpointEntity endpoint = endpoints.findById(endpointId);
        if (endpoint == null || endpoint.lifecycle() instanceof EndpointLifecycle.Deleted) {
            return "The endpoint is deleted. Delete this monitor.";
        }
        List<String> variants = endpoints.variants(endpointId, endpoint.shownVersion()).stream()
                .map(variant -> variant.variantName)
                .toList();
        return variants.contains(variantName)
                ? "Nothing was captured in this time. Turn data capture on and send requests."
                : "The endpoint '%s' no longer has the variant '%s', only %s. Delete this monitor and make one of a variant that is there."
                        .formatted(endpoint.name, variantName, String.join(", ", variants));
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
