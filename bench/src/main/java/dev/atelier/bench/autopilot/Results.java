package dev.atelier.bench.autopilot;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The measurements under some terms, a file each ({@code TERMS/SET/FOLD-METHOD.json}), so that a benchmark of hours can be interrupted and done in pieces. What
 * was measured stays until it is measured again.
 */
final class Results {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String ENDING = ".json";

    private final Path directory;
    private final List<Measurement> measurements;

    private Results(Path directory, List<Measurement> measurements) {
        this.directory = directory;
        this.measurements = measurements;
    }

    /** What a directory holds of measurements under the terms. */
    static Results open(Path root, Terms terms) throws IOException {
        Path directory = Files.createDirectories(root.resolve(terms.label()));
        List<Measurement> measurements = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(path -> path.toString().endsWith(ENDING))
                    .sorted()
                    .toList()) {
                measurements.add(JSON.readValue(file.toFile(), Measurement.class));
            }
        }
        return new Results(directory, measurements);
    }

    /** Keeps a measurement in the place of an earlier one. */
    void add(Measurement measurement) throws IOException {
        measurements.removeIf(same(measurement.set(), measurement.fold(), measurement.method()));
        measurements.add(measurement);
        Path file = Files.createDirectories(directory.resolve(measurement.set()))
                .resolve(measurement.fold() + "-" + measurement.method() + ENDING);
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        JSON.writeValue(temporary.toFile(), measurement);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Whether a method has a score on a fold. */
    boolean has(String set, int fold, String method) {
        return measurements.stream()
                .filter(same(set, fold, method))
                .anyMatch(measurement -> measurement.score() != null);
    }

    /** All of a method, of every set. */
    List<Measurement> of(String method) {
        return measurements.stream()
                .filter(measurement -> measurement.method().equals(method))
                .toList();
    }

    /** The folds of a set on which all methods have a score. */
    List<Integer> common(String set, String... methods) {
        return measurements.stream()
                .filter(measurement -> measurement.set().equals(set))
                .map(Measurement::fold)
                .distinct()
                .sorted()
                .filter(fold -> Stream.of(methods).allMatch(method -> has(set, fold, method)))
                .toList();
    }

    /** The mean of a method over some folds, on all of which it has a score. */
    OptionalDouble mean(String set, String method, List<Integer> folds) {
        return folds.stream()
                .map(fold -> measurements.stream()
                        .filter(same(set, fold, method))
                        .map(Measurement::score)
                        .filter(Objects::nonNull)
                        .findFirst())
                .flatMap(Optional::stream)
                .mapToDouble(Double::doubleValue)
                .average();
    }

    Path directory() {
        return directory;
    }

    private static Predicate<Measurement> same(String set, int fold, String method) {
        return measurement -> measurement.set().equals(set)
                && measurement.fold() == fold
                && measurement.method().equals(method);
    }
}
