package dev.atelier.autopilot.service.job;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.FieldViolation;
import dev.atelier.autopilot.service.dataset.TableSource;
import dev.atelier.autopilot.service.engine.ObjectiveMetric;
import dev.atelier.autopilot.service.engine.ProblemType;
import dev.atelier.autopilot.service.support.ResourceName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks for; null or empty means that it was left out.
 *
 * @param table to learn from
 * @param mode AUTO when null
 * @param validation what is held out to measure candidates on
 * @param split how rows are split and how much they count
 * @param featureColumns the only columns that may be features; empty: all but the target and those of the split
 * @param featureTypes labels of {@link FeatureType} by column; where a column has none the engine finds its type
 * @param trials to be trained instead of what the engine would plan; null for its plan
 */
public record NewJob(
        @Nullable String name,
        @Nullable String domainId,
        @Nullable String userProfileName,
        TableSource table,
        @Nullable String targetColumn,
        @Nullable ProblemType problemType,
        @Nullable String objectiveMetric,
        @Nullable JobMode mode,
        NewValidation validation,
        SplitColumns split,
        List<String> featureColumns,
        Map<String, String> featureTypes,
        JobLimits limits,
        @Nullable String instanceType,
        long seed,
        @Nullable List<AskedTrial> trials) {
    static final String DEFAULT_INSTANCE_TYPE = "ml.m5.large";
    private static final int MAX_NAME = 32;

    /**
     * Refuses what is wrong in itself.
     *
     * @throws AtelierException VALIDATION
     */
    NewJob checked() {
        ResourceName.check("autoMlJobName", name, MAX_NAME);
        List<FieldViolation> violations = new ArrayList<>();
        table.check("", violations);
        if (!given(targetColumn)) {
            violations.add(new FieldViolation("targetColumn", "is required"));
        }
        split.check(targetColumn, violations);
        validation.check(split, violations);
        features().forEach((field, column) -> checkFeature(violations, field, column));
        FeatureType.check(featureTypes, this::isNoFeature, split.time(), violations);
        if (trials != null) {
            AskedTrial.check(trials, violations);
        }
        if (given(objectiveMetric)) {
            checkMetric(violations, String.valueOf(objectiveMetric));
        }
        if (!violations.isEmpty()) {
            throw AtelierException.invalid(violations);
        }
        limits.checked();
        return this;
    }

    /** The columns that the table must have beside the target, by the fields that name them. */
    Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>(split.asked());
        columns.putAll(features());
        featureTypes.keySet().forEach(column -> columns.put(FeatureType.field(column), column));
        return columns;
    }

    private Map<String, String> features() {
        Map<String, String> features = new LinkedHashMap<>();
        for (int i = 0; i < featureColumns.size(); i++) {
            features.put("featureColumns[%d]".formatted(i), featureColumns.get(i));
        }
        return features;
    }

    private boolean isNoFeature(String column) {
        return column.equals(targetColumn)
                || column.equals(split.group())
                || column.equals(split.sampleWeight())
                || (!featureColumns.isEmpty() && !featureColumns.contains(column));
    }

    private void checkFeature(List<FieldViolation> violations, String field, String column) {
        if (column.equals(targetColumn)) {
            violations.add(new FieldViolation(field, "'%s' is the target; leave it out".formatted(column)));
        } else if (column.equals(split.group()) || column.equals(split.sampleWeight())) {
            violations.add(new FieldViolation(
                    field,
                    "'%s' is the group or the weight of the rows and cannot be a feature; leave it out"
                            .formatted(column)));
        } else if (Collections.frequency(featureColumns, column) > 1) {
            violations.add(new FieldViolation(field, "'%s' is named more than once".formatted(column)));
        }
    }

    JobMode modeOrDefault() {
        return mode == null ? JobMode.AUTO : mode;
    }

    String instanceTypeOrDefault() {
        return instanceType != null && given(instanceType) ? instanceType : DEFAULT_INSTANCE_TYPE;
    }

    static boolean given(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    private void checkMetric(List<FieldViolation> violations, String label) {
        ObjectiveMetric metric = ObjectiveMetric.ofLabel(label).orElse(null);
        if (metric == null) {
            violations.add(new FieldViolation(
                    "objectiveMetric",
                    "'%s' is unknown; known are %s"
                            .formatted(
                                    label,
                                    List.of(ObjectiveMetric.values()).stream()
                                            .map(ObjectiveMetric::label)
                                            .toList())));
        } else if (problemType != null && !metric.fits(problemType)) {
            violations.add(new FieldViolation(
                    "objectiveMetric",
                    "'%s' does not fit %s; choose one of %s"
                            .formatted(label, problemType.label(), ObjectiveMetric.labels(problemType))));
        }
    }
}
