package dev.atelier.autopilot.service.monitor;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.FieldViolation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks for; null means that it was left out.
 *
 * @param maxRuntime after which a run is stopped
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
        @Nullable Duration maxRuntime,
        @Nullable String definitionName) {
    private static final double DEFAULT_THRESHOLD = 0.1;
    private static final String DEFAULT_INSTANCE_TYPE = "ml.m5.large";
    private static final Duration DEFAULT_RUNTIME = Duration.ofMinutes(30);
    private static final Duration SHORTEST_RUNTIME = Duration.ofSeconds(1);
    /** SageMaker's MaxRuntimeInSeconds goes up to it. */
    private static final Duration LONGEST_RUNTIME = Duration.ofDays(1);

    double thresholdOrDefault() {
        return Objects.requireNonNullElse(threshold, DEFAULT_THRESHOLD);
    }

    @Nullable
    String expressionOrNull() {
        return expression == null || expression.isBlank() ? null : expression;
    }

    Duration maxRuntimeOrDefault() {
        return Objects.requireNonNullElse(maxRuntime, DEFAULT_RUNTIME);
    }

    /**
     * Refuses what no monitor can have.
     *
     * @throws AtelierException VALIDATION
     */
    static void check(@Nullable Double threshold, @Nullable Duration maxRuntime) {
        List<FieldViolation> violations = new ArrayList<>();
        if (threshold != null && !(threshold > 0 && threshold <= 1)) {
            violations.add(new FieldViolation("threshold", "must be above 0 and at most 1"));
        }
        if (maxRuntime != null
                && (maxRuntime.compareTo(SHORTEST_RUNTIME) < 0 || maxRuntime.compareTo(LONGEST_RUNTIME) > 0)) {
            violations.add(new FieldViolation(
                    "maxRuntime", "must be between %s and %s".formatted(SHORTEST_RUNTIME, LONGEST_RUNTIME)));
        }
        if (!violations.isEmpty()) {
            throw AtelierException.invalid(violations);
        }
    }

    String instanceTypeOrDefault() {
        return instanceType == null || instanceType.isBlank() ? DEFAULT_INSTANCE_TYPE : instanceType;
    }
}
