package dev.atelier.autopilot.service.model;

import dev.atelier.autopilot.service.endpoint.NewVariant;
import io.quarkus.runtime.annotations.RegisterForReflection;
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
    NewVariant of(Model model) {
        return new NewVariant(name, model.jobName(), model.candidateName(), instanceType, instanceCount, weight, null);
    }
}
