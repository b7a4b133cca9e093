package dev.atelier.autopilot.worker.monitor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.autopilot.worker.job.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Statistics of a table, row by row: {@code statistics.json}. */
final class DatasetStatistics {

    private final Map<String, FeatureStatistics> features = new LinkedHashMap<>();
    private long rows;

    /** A row; a column that it does not have is not missing from it. */
    void add(Map<String, @Nullable String> row) {
        rows++;
        row.forEach((name, value) ->
                features.computeIfAbsent(name, FeatureStatistics::new).add(value));
    }

    long rows() {
        return rows;
    }

    Map<String, FeatureStatistics> features() {
        return features;
    }

    ObjectNode toJson() {
        ObjectNode root = Json.mapper().createObjectNode();
        root.put("version", 0.0);
        root.putObject("dataset").put("item_count", rows);
        ArrayNode list = root.putArray("features");
        features.values().forEach(feature -> list.add(feature.toJson()));
        return root;
    }
}
