package dev.atelier.autopilot.service.experiment.rest;

import dev.atelier.autopilot.service.experiment.Experiment;
import dev.atelier.autopilot.service.experiment.ExperimentService;
import dev.atelier.autopilot.service.usage.OwnerJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An experiment as REST has it. */
@RegisterForReflection
record ExperimentJson(
        String experimentName,
        OwnerJson owner,
        String displayName,
        String description,

        @Schema(description = "What made it, for example automl-job/NAME; absent when a user did.") @Nullable
        String source,

        Instant creationTime,
        Instant lastModifiedTime) {
    static ExperimentJson of(Experiment experiment) {
        return new ExperimentJson(
                experiment.name(),
                OwnerJson.of(experiment.owner()),
                experiment.displayName(),
                experiment.description(),
                experiment.source(),
                experiment.creationTime(),
                experiment.lastModifiedTime());
    }

    /** An experiment to be made. */
    @RegisterForReflection
    record New(
            @Schema(required = true, pattern = "^[a-zA-Z0-9](-*[a-zA-Z0-9])*$", maxLength = 120) @Nullable
            String experimentName,

            @Nullable String domainId,
            @Nullable String userProfileName,
            @Nullable String displayName,
            @Nullable String description) {
        ExperimentService.NewExperiment toNewExperiment() {
            return new ExperimentService.NewExperiment(
                    experimentName, domainId, userProfileName, displayName, description);
        }
    }

    /** What is to change. */
    @RegisterForReflection
    record Change(@Nullable String displayName, @Nullable String description) {}
}
