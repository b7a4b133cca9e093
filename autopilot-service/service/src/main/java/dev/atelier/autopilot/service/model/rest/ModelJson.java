package dev.atelier.autopilot.service.model.rest;

import dev.atelier.autopilot.service.model.Model;
import dev.atelier.autopilot.service.usage.OwnerJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A model as REST has it. */
@RegisterForReflection
record ModelJson(String modelName, OwnerJson owner, String autoMlJobName, String candidateName, Instant creationTime) {
    static ModelJson of(Model model) {
        return new ModelJson(
                model.name(),
                OwnerJson.of(model.owner()),
                model.jobName(),
                model.candidateName(),
                model.creationTime());
    }

    /** A model to be made. */
    @RegisterForReflection
    record New(
            @Schema(required = true, pattern = "^[a-zA-Z0-9](-*[a-zA-Z0-9])*$", maxLength = 63) @Nullable
            String modelName,

            @Schema(required = true) @Nullable String autoMlJobName,

            @Schema(description = "The best of the job when absent.") @Nullable
            String candidateName) {}
}
