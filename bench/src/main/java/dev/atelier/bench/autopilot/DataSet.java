package dev.atelier.bench.autopilot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.bench.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A data set of a directory with a {@code manifest.json}: a list of {@code {"file", "target", "problem", "rows"}}.
 *
 * @param problem {@code BinaryClassification}, {@code MulticlassClassification} or {@code Regression}
 */
record DataSet(String name, Path file, String target, String problem, int rows) {

    /** What is measured: as the AutoML benchmark does. */
    Measure measure() {
        return switch (problem) {
            case "BinaryClassification" -> Measure.AUC;
            case "MulticlassClassification" -> Measure.LOG_LOSS;
            default -> Measure.RMSE;
        };
    }

    /** All sets of a directory by name, the smallest first. */
    static Map<String, DataSet> all(Path directory) throws IOException {
        Path manifest = directory.resolve("manifest.json");
        if (!Files.exists(manifest)) {
            throw new BenchException("There is no " + manifest + "; name the directory of the data sets with --data");
        }
        Map<String, DataSet> sets = new LinkedHashMap<>();
        List<DataSet> found = new java.util.ArrayList<>();
        for (JsonNode entry : new ObjectMapper().readTree(manifest.toFile())) {
            String file = entry.get("file").asText();
            found.add(new DataSet(
                    file.substring(0, file.lastIndexOf('.')),
                    directory.resolve(file),
                    entry.get("target").asText(),
                    entry.get("problem").asText(),
                    entry.get("rows").asInt()));
        }
        found.sort(java.util.Comparator.comparingInt(DataSet::rows).thenComparing(DataSet::name));
        found.forEach(set -> sets.put(set.name(), set));
        return sets;
    }
}
