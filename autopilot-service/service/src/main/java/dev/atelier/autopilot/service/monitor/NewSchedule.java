package dev.atelier.autopilot.service.monitor;

import dev.atelier.api.error.AtelierException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks for; null means that it was left out.
 *
 * @param definitionName of the job definition that it is made from, if any
 */
public record NewSchedule(
        @Nullable String name,
        @Nullable String endpointName,
        @Nullable String variantName,
        @Nullable String type,
        @Nullable String expression,
        @Nullable Double threshold,
        @Nullable String instanceType,
        @Nullable String definitionName) {
    private static final double DEFAULT_THRESHOLD = 0.1;
    private static final String DEFAULT_INSTANCE_TYPE = "ml.m5.large";

    double thresholdOrDefault() {
        return Objects.requireNonNullElse(threshold, DEFAULT_THRESHOLD);
    }

    @Nullable
    String expressionOrNull() {
        return expression == null || expression.isBlank() ? null : expression;
    }

    static void checkThreshold(@Nullable Double threshold) {
        if (threshold != null && !(threshold > 0 && threshold <= 1)) {
            throw AtelierException.invalid("threshold", "must be above 0 and at most 1");
        }
    }

    String instanceTypeOrDefault() {
        return instanceType == null || instanceType.isBlank() ? DEFAULT_INSTANCE_TYPE : instanceType;
    }
}
