package dev.atelier.autopilot.service.experiment.rest;

import dev.atelier.autopilot.service.experiment.Trial;
import dev.atelier.autopilot.service.experiment.TrialService;
import dev.atelier.autopilot.service.usage.OwnerJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A trial as REST has it. */
@RegisterForReflection
record TrialJson(
        String trialName,
        String experimentName,
        OwnerJson owner,
        String displayName,
        @Nullable String source,
        Instant creationTime,
        Instant lastModifiedTime) {
    static TrialJson of(Trial trial) {
        return new TrialJson(
                trial.name(),
                trial.experimentName(),
                OwnerJson.of(trial.owner()),
                trial.displayName(),
                trial.source(),
                trial.creationTime(),
                trial.lastModifiedTime());
    }

    /** A trial to be made. */
    @RegisterForReflection
    record New(
            @Schema(required = true, pattern = "^[a-zA-Z0-9](-*[a-zA-Z0-9])*$", maxLength = 120) @Nullable
            String trialName,

            @Schema(required = true) @Nullable String experimentName,
            @Nullable String domainId,
            @Nullable String userProfileName,
            @Nullable String displayName) {
        TrialService.NewTrial toNewTrial() {
            return new TrialService.NewTrial(trialName, experimentName, domainId, userProfileName, displayName);
        }
    }

    /** What is to change. */
    @RegisterForReflection
    record Change(@Nullable String displayName) {}
}
