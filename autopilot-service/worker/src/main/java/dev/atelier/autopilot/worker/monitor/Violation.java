package dev.atelier.autopilot.worker.monitor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.autopilot.worker.job.Json;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code constraint_violations.json}.
 *
 * @param feature of data checks; null for quality
 * @param metric of quality checks; null for data
 */
record Violation(@Nullable String feature, @Nullable String metric, String check, String description) {

    ObjectNode toJson() {
        ObjectNode node = Json.mapper().createObjectNode();
        if (feature != null) {
            node.put("feature_name", feature);
        }
        node.put("constraint_check_type", check).put("description", description);
        if (metric != null) {
            node.put("metric_name", metric);
        }
        return node;
    }
}
