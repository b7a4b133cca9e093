package dev.atelier.autopilot.worker.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares later data with a baseline and its constraints; the names of the checks are SageMaker Model Monitor's. */
final class DataChecks {

    private final JsonNode constraints;
    private final DatasetStatistics baseline;
    private final DatasetStatistics current;
    private final List<Violation> violations = new ArrayList<>();
    private final List<Drift> drifts = new ArrayList<>();

    DataChecks(JsonNode constraints, DatasetStatistics baseline, DatasetStatistics current) {
        this.constraints = constraints;
        this.baseline = baseline;
        this.current = current;
    }

    /** The distances of all columns that could be compared. */
    List<Drift> drifts() {
        return drifts;
    }

    List<Violation> run() {
        Set<String> known = baseline.features().keySet();
        for (JsonNode constraint : constraints.path("features")) {
            String name = constraint.path("name").asText();
            FeatureStatistics feature = current.features().get(name);
            if (feature == null) {
                add(name, "missing_column_check", "The column is there in the baseline but not in the data.");
            } else {
                check(constraint, feature);
            }
        }
        for (String name : current.features().keySet()) {
            if (!known.contains(name)) {
                add(name, "extra_column_check", "The column is not there in the baseline.");
            }
        }
        return violations;
    }

    private void check(JsonNode constraint, FeatureStatistics feature) {
        completeness(constraint, feature);
        InferredType type = InferredType.of(constraint.path("inferred_type").asText());
        if (feature.present() == 0) {
            return;
        }
        boolean typed = types(type, feature);
        if (typed
                && type.isNumber()
                && constraint.at("/num_constraints/is_non_negative").asBoolean()
                && feature.minimum() < 0) {
            add(
                    feature.name(),
                    "data_type_check",
                    "Negative numbers, down to %s; the baseline has none.".formatted(feature.minimum()));
        }
        if (constraint.at("/string_constraints/domains").isArray()) {
            domain(constraint.at("/string_constraints/domains"), feature);
        }
        if (typed) {
            drift(type, feature);
        }
    }

    private void completeness(JsonNode constraint, FeatureStatistics feature) {
        double demanded = constraint.path("completeness").asDouble(0);
        double actual = feature.completeness();
        if (actual < demanded - chance(demanded, current.rows())) {
            add(
                    feature.name(),
                    "completeness_check",
                    "%s of the values are there; the baseline has %s.".formatted(percent(actual), percent(demanded)));
        }
    }

    /** A share that was not whole before may lack as much again as chance explains. */
    private static double chance(double share, long rows) {
        return 3 * Math.sqrt(share * (1 - share) / Math.max(1, rows));
    }

    private boolean types(InferredType type, FeatureStatistics feature) {
        if (!type.isNumber()) {
            return true;
        }
        double share = (double) feature.numbers() / feature.present();
        FeatureStatistics before = baseline.features().get(feature.name());
        double usual = before == null || before.present() == 0 ? 1 : (double) before.numbers() / before.present();
        double demanded = usual
                * constraints.at("/monitoring_config/datatype_check_threshold").asDouble(1);
        if (share < demanded - chance(demanded, feature.present())) {
            add(
                    feature.name(),
                    "data_type_check",
                    "%s of the values are numbers (%s in the baseline, %s)."
                            .formatted(percent(share), percent(usual), type.label()));
            return feature.numbers() > 0;
        }
        return true;
    }

    private void domain(JsonNode domains, FeatureStatistics feature) {
        Set<String> allowed = new HashSet<>();
        domains.forEach(value -> allowed.add(value.asText()));
        long known = 0;
        @Nullable String unknown = null;
        for (Map.Entry<String, Long> entry : feature.values().entrySet()) {
            if (allowed.contains(entry.getKey())) {
                known += entry.getValue();
            } else if (unknown == null || entry.getKey().compareTo(unknown) < 0) {
                unknown = entry.getKey();
            }
        }
        double share = (double) known / feature.present();
        if (share
                < constraints.at("/monitoring_config/domain_content_threshold").asDouble(1)) {
            add(
                    feature.name(),
                    "categorical_values_check",
                    "%s of the values are ones of the baseline; '%s', for example, is not."
                            .formatted(percent(share), unknown));
        }
    }

    private void drift(InferredType type, FeatureStatistics feature) {
        FeatureStatistics before = baseline.features().get(feature.name());
        if (before == null || before.present() == 0) {
            return;
        }
        JsonNode config = constraints.at("/monitoring_config/distribution_constraints");
        if (type.isNumber() && before.numbers() > 0) {
            Drift drift = Drift.ofNumbers(before, feature);
            drifts.add(drift);
            double distance =
                    config.path("comparison_method").asText().equals("Simple") ? drift.distance() : drift.robust();
            drifted(feature, distance, config.path("comparison_threshold").asDouble(), drift);
        } else if (before.countedWhole() && before.values().size() <= Constraints.MOST_DOMAIN) {
            Drift drift = Drift.ofValues(before, feature);
            drifts.add(drift);
            drifted(
                    feature,
                    drift.robust(),
                    config.path("categorical_comparison_threshold").asDouble(),
                    drift);
        }
    }

    private void drifted(FeatureStatistics feature, double distance, double threshold, Drift drift) {
        if (distance > threshold) {
            add(
                    feature.name(),
                    "baseline_drift_check",
                    String.format(
                            Locale.ROOT,
                            "The distance from the baseline is %.4f; at most %s is allowed (PSI %.3f, Jensen-Shannon %.3f).",
                            distance,
                            threshold,
                            drift.psi(),
                            drift.jensenShannon()));
        }
    }

    private void add(String feature, String check, String description) {
        violations.add(new Violation(feature, null, check, description));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }
}
