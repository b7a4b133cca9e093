package dev.atelier.autopilot.service.job;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.FieldViolation;
import dev.atelier.autopilot.service.engine.ObjectiveMetric;
import dev.atelier.autopilot.service.engine.ProblemType;
import dev.atelier.autopilot.service.support.ResourceName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks for; null or empty means that it was left out.
 *
 * @param homePath a CSV in the user's home directory, instead of a data set
 */
public record NewJob(
        @Nullable String name,
        @Nullable String domainId,
        @Nullable String userProfileName,
        @Nullable String datasetId,
        @Nullable String homePath,
        @Nullable String targetColumn,
        @Nullable ProblemType problemType,
        @Nullable String objectiveMetric,
        JobLimits limits,
        @Nullable String instanceType,
        long seed) {
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
        if (given(datasetId) == given(homePath)) {
            violations.add(new FieldViolation("datasetId", "give exactly one of datasetId and homePath"));
        }
        if (!given(targetColumn)) {
            violations.add(new FieldViolation("targetColumn", "is required"));
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
