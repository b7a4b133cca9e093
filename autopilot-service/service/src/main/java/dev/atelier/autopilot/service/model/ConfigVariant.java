package dev.atelier.autopilot.service.model;

import dev.atelier.api.error.FieldViolation;
import dev.atelier.autopilot.service.endpoint.NewVariant;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A variant of a configuration; what is null is as in {@link NewVariant}.
 *
 * @param modelName of a model
 */
@RegisterForReflection
public record ConfigVariant(
        String name,
        String modelName,
        @Nullable String instanceType,
        @Nullable Integer instanceCount,
        @Nullable Double weight) {
    void check(String field, List<FieldViolation> violations) {
        if (name.isBlank()) {
            violations.add(new FieldViolation(field + "variantName", "is required"));
        }
        if (modelName.isBlank()) {
            violations.add(new FieldViolation(field + "modelName", "is required"));
        }
    }

    NewVariant of(Model model) {
        return new NewVariant(name, model.jobName(), model.candidateName(), instanceType, instanceCount, weight, null);
    }
}
