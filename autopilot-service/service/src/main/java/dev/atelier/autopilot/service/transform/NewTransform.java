package dev.atelier.autopilot.service.transform;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.FieldViolation;
import dev.atelier.autopilot.service.dataset.TableSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks for; null or empty means that it was left out.
 *
 * @param candidateName the best when left out
 */
public record NewTransform(
        @Nullable String name,
        @Nullable String jobName,
        @Nullable String candidateName,
        TableSource table,
        @Nullable String instanceType) {
    private static final String DEFAULT_INSTANCE_TYPE = "ml.m5.large";

    void check() {
        List<FieldViolation> violations = new ArrayList<>();
        if (jobName == null || jobName.isBlank()) {
            violations.add(new FieldViolation("autoMlJobName", "is required"));
        }
        table.check("", violations);
        if (!violations.isEmpty()) {
            throw AtelierException.invalid(violations);
        }
    }

    String instanceTypeOrDefault() {
        return instanceType == null || instanceType.isBlank() ? DEFAULT_INSTANCE_TYPE : instanceType;
    }
}
