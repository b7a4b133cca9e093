package dev.atelier.autopilot.service.experiment;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.FieldViolation;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One value of a metric.
 *
 * @param metricName 1 to 255 characters
 * @param step for example the epoch, from 0; null when there is none
 * @param timestamp when it was seen; null for now
 */
@RegisterForReflection
public record MetricObservation(
        @Nullable String metricName,
        @Nullable Double value,
        @Nullable Integer step,
        @Nullable Instant timestamp) {
    /** How many one request may bring. */
    public static final int MAX_BATCH = 1000;

    private static final int MAX_NAME = 255;

    static List<MetricObservation> checked(@Nullable List<MetricObservation> batch) {
        if (batch == null || batch.isEmpty() || batch.size() > MAX_BATCH) {
            throw AtelierException.invalid("metricData", "must have 1 to %d entries".formatted(MAX_BATCH));
        }
        List<FieldViolation> violations = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            MetricObservation observation = batch.get(i);
            String field = "metricData[%d].".formatted(i);
            String name = observation.metricName();
            if (name == null || name.isBlank() || name.length() > MAX_NAME) {
                violations.add(new FieldViolation(field + "metricName", "must have 1 to 255 characters"));
            }
            Double value = observation.value();
            if (value == null || !Double.isFinite(value)) {
                violations.add(new FieldViolation(field + "value", "must be a finite number"));
            }
            Integer step = observation.step();
            if (step != null && step < 0) {
                violations.add(new FieldViolation(field + "step", "must not be negative"));
            }
        }
        if (!violations.isEmpty()) {
            throw AtelierException.invalid(violations);
        }
        return List.copyOf(batch);
    }
}
