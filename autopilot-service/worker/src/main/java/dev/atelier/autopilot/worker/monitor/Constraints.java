package dev.atelier.autopilot.worker.monitor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.autopilot.worker.job.Json;
import java.util.Collection;
import java.util.Set;

/** What a baseline demands of later data: {@code constraints.json}, as SageMaker Model Monitor suggests it. */
final class Constraints {

    /** Columns with more values than this have no list of allowed ones. */
    static final int MOST_DOMAIN = 100;

    private Constraints() {}

    /** The constraints for the columns that a model uses: what others hold, such as names of rows, is new in all later data. */
    static ObjectNode of(DatasetStatistics baseline, Set<String> used, double threshold) {
        ObjectNode root = Json.mapper().createObjectNode();
        root.put("version", 0.0);
        ArrayNode features = root.putArray("features");
        baseline.features().values().stream()
                .filter(feature -> used.contains(feature.name()))
                .forEach(feature -> features.add(feature(feature)));
        ObjectNode config = root.putObject("monitoring_config");
        config.put("evaluate_constraints", "Enabled")
                .put("emit_metrics", "Enabled")
                .put("datatype_check_threshold", 1.0)
                .put("domain_content_threshold", 1.0)
                .putObject("distribution_constraints")
                .put("perform_comparison", "Enabled")
                .put("comparison_threshold", threshold)
                .put("comparison_method", "Robust")
                .put("categorical_comparison_threshold", threshold)
                .put("categorical_drift_method", "LInfinity");
        return root;
    }

    private static ObjectNode feature(FeatureStatistics statistics) {
        ObjectNode feature = Json.mapper().createObjectNode();
        feature.put("name", statistics.name())
                .put("inferred_type", statistics.type().label())
                .put("completeness", statistics.completeness());
        if (statistics.type().isNumber()) {
            feature.putObject("num_constraints").put("is_non_negative", statistics.nonNegative());
        } else if (statistics.countedWhole() && statistics.values().size() <= MOST_DOMAIN) {
            ArrayNode domains = feature.putObject("string_constraints").putArray("domains");
            Collection<String> values = statistics.values().keySet();
            values.stream().sorted().forEach(domains::add);
        }
        return feature;
    }
}
