package dev.atelier.autopilot.service.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.autopilot.service.engine.Directories;
import dev.atelier.autopilot.service.engine.Trees;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What monitors keep on disk: the model and its table, so that they outlive endpoint and job, and the files of each run. */
@ApplicationScoped
class MonitorFiles {
    /** What a run leaves, by the names under which it is given out. */
    static final Map<String, String> REPORTS = Map.of(
            "statistics.json", "statistics.json",
            "constraints.json", "constraints.json",
            "constraint_violations.json", "constraint_violations.json",
            "drift.json", "drift.json",
            "baseline-statistics.json", "baseline/statistics.json",
            "baseline-constraints.json", "baseline/constraints.json");

    private final Directories directories;
    private final ObjectMapper json;

    MonitorFiles(Directories directories, ObjectMapper json) {
        this.directories = directories;
        this.json = json;
    }

    /** monitor.json (worker/README.md). */
    @RegisterForReflection
    record Request(
            String kind,
            String model,
            String baseline,
            @Nullable String input,
            List<String> captures,
            double threshold,
            Map<String, Measured> baselineMetrics) {}

    /** A metric of the candidate when it was trained. */
    @RegisterForReflection
    record Measured(double value, double standardDeviation) {}

    Path root() {
        return directories.root().resolve("monitors");
    }

    Path model(String scheduleId) {
        return schedule(scheduleId).resolve("model.zip");
    }

    Path baseline(String scheduleId) {
        return schedule(scheduleId).resolve("baseline.csv");
    }

    Path run(String scheduleId, String executionId) {
        return directories.monitoringRun(scheduleId, executionId);
    }

    /** Takes the model, its table and its metrics. */
    void prepare(String scheduleId, Path model, Path table, Map<String, Measured> metrics) {
        Trees.link(model, model(scheduleId));
        Trees.link(table, baseline(scheduleId));
        write(schedule(scheduleId).resolve("metrics.json"), metrics);
    }

    Map<String, Measured> metrics(String scheduleId) {
        try {
            return json.readerForMapOf(Measured.class)
                    .readValue(schedule(scheduleId).resolve("metrics.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String scheduleId, String executionId, Request request) {
        write(run(scheduleId, executionId).resolve("monitor.json"), request);
    }

    /**
     * A constraint that does not hold.
     *
     * @param featureName a column; for quality a metric
     */
    record Violation(String featureName, String constraintCheckType, String description) {}

    /** The constraints that were violated; empty while the worker has no result. */
    Optional<List<Violation>> violations(String scheduleId, String executionId) {
        Path file = run(scheduleId, executionId).resolve("constraint_violations.json");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(json.readTree(file.toFile())
                    .path("violations")
                    .valueStream()
                    .map(MonitorFiles::violation)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Violation violation(JsonNode found) {
        return new Violation(
                found.path("feature_name").asText(found.path("metric_name").asText()),
                found.path("constraint_check_type").asText(),
                found.path("description").asText());
    }

    /** A file that a run left. */
    Optional<Path> report(String scheduleId, String executionId, String name) {
        String file = REPORTS.get(name);
        if (file == null) {
            return Optional.empty();
        }
        Path path = run(scheduleId, executionId).resolve(file);
        return Files.isRegularFile(path) ? Optional.of(path) : Optional.empty();
    }

    void delete(String scheduleId) {
        Trees.delete(schedule(scheduleId));
    }

    private Path schedule(String scheduleId) {
        return root().resolve(scheduleId);
    }

    private void write(Path file, Object content) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, json.writeValueAsBytes(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
