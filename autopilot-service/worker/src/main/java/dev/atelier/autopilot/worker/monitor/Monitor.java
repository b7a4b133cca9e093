package dev.atelier.autopilot.worker.monitor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.autopilot.worker.artefact.Model;
import dev.atelier.autopilot.worker.artefact.ModelFile;
import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.serve.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The {@code monitor} step. It writes {@code baseline/statistics.json} and {@code baseline/constraints.json}, {@code statistics.json},
 * {@code constraints.json}, for data also {@code drift.json}, and at last {@code constraint_violations.json}.
 */
public final class Monitor {

    private final Path directory;

    public Monitor(Path directory) {
        this.directory = directory;
    }

    /** Returns the number of violations. */
    public int run() throws IOException {
        MonitorRequest request = Json.read(directory.resolve("monitor.json"), MonitorRequest.class);
        Files.createDirectories(directory.resolve("baseline"));
        try (Model model = ModelFile.read(Path.of(request.model()))) {
            return switch (request.kind()) {
                case DATA_QUALITY -> data(request, model);
                case MODEL_QUALITY -> quality(request, model);
            };
        }
    }

    private int data(MonitorRequest request, Model model) throws IOException {
        Rows rows = new Rows(model.manifest());
        DatasetStatistics baseline = new DatasetStatistics();
        rows.ofTable(Path.of(request.baseline()), baseline::add);
        DatasetStatistics current = new DatasetStatistics();
        if (request.input() != null) {
            rows.ofTable(Path.of(request.input()), current::add);
        }
        for (String capture : request.captures()) {
            rows.ofCapture(Path.of(capture), current::add);
        }
        if (current.rows() == 0) {
            throw new InputException("There are no rows to look at.");
        }
        Set<String> used = model.manifest().columns().stream()
                .filter(InputColumn::feature)
                .map(InputColumn::name)
                .collect(Collectors.toSet());
        ObjectNode constraints = Constraints.of(baseline, used, request.threshold());
        DataChecks checks = new DataChecks(constraints, baseline, current);
        List<Violation> violations = checks.run();
        Json.write(directory.resolve("baseline/statistics.json"), baseline.toJson());
        Json.write(directory.resolve("statistics.json"), current.toJson());
        ObjectNode drift = Json.mapper().createObjectNode();
        ArrayNode features = drift.put("version", 0.0).putArray("features");
        checks.drifts().forEach(one -> features.add(one.toJson()));
        Json.write(directory.resolve("drift.json"), drift);
        return finish(constraints, violations);
    }

    private int quality(MonitorRequest request, Model model) throws IOException {
        if (request.input() == null) {
            throw new InputException("The quality of a model needs a table with the outcomes.");
        }
        QualityChecks checks = new QualityChecks(model.manifest(), request.baselineMetrics());
        QualityChecks.Measurement measurement = QualityChecks.measure(model, Path.of(request.input()));
        Json.write(directory.resolve("statistics.json"), checks.statistics(measurement));
        return finish(checks.constraints(), checks.violations(measurement));
    }

    private int finish(ObjectNode constraints, List<Violation> violations) throws IOException {
        Json.write(directory.resolve("baseline/constraints.json"), constraints);
        Json.write(directory.resolve("constraints.json"), constraints);
        ObjectNode root = Json.mapper().createObjectNode();
        ArrayNode list = root.putArray("violations");
        violations.forEach(violation -> list.add(violation.toJson()));
        Json.write(directory.resolve("constraint_violations.json"), root);
        return violations.size();
    }
}
