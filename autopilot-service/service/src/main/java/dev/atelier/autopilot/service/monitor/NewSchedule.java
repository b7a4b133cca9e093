package dev.atelier.autopilot.service.monitor;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a caller asks for; null means that it was left out. */
public record NewSchedule(
        @Nullable String name,
        @Nullable String endpointName,
        @Nullable String variantName,
        @Nullable String type,
        @Nullable String expression,
        @Nullable Double threshold,
        @Nullable String instanceType) {
    private static final double DEFAULT_THRESHOLD = 0.1;
    private static final String DEFAULT_INSTANCE_TYPE = "ml.m5.large";

    double thresholdOrDefault() {
        return Objects.requireNonNullElse(threshold, DEFAULT_THRESHOLD);
    }

    String instanceTypeOrDefault() {
        return instanceType == null || instanceType.isBlank() ? DEFAULT_INSTANCE_TYPE : instanceType;
    }
}
