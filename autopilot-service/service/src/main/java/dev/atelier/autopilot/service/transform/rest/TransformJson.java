package dev.atelier.autopilot.service.transform.rest;

import dev.atelier.autopilot.service.dataset.TableSource;
import dev.atelier.autopilot.service.transform.NewTransform;
import dev.atelier.autopilot.service.transform.Transform;
import dev.atelier.autopilot.service.usage.OwnerJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A batch transform as REST has it. */
@RegisterForReflection
record TransformJson(
        String transformJobName,
        OwnerJson owner,
        String autoMlJobName,
        String candidateName,
        String datasetId,
        String instanceType,
        String status,
        @Nullable String failureReason,
        Instant creationTime,
        @Nullable Instant startTime,
        @Nullable Instant endTime) {
    static TransformJson of(Transform transform) {
        return new TransformJson(
                transform.name(),
                OwnerJson.of(transform.owner()),
                transform.jobName(),
                transform.candidateName(),
                transform.datasetId(),
                transform.instanceType(),
                transform.state().label(),
                transform.state().failureReason(),
                transform.creationTime(),
                transform.startTime(),
                transform.endTime());
    }

    /** A batch transform to be made. */
    @RegisterForReflection
    record New(
            @Schema(required = true, pattern = "^[a-zA-Z0-9](-*[a-zA-Z0-9])*$", maxLength = 63) @Nullable
            String transformJobName,

            @Schema(required = true) @Nullable String autoMlJobName,

            @Schema(description = "The best when absent.") @Nullable
            String candidateName,

            @Schema(description = "A stored data set; give one of this, homePath and inputUri.") @Nullable
            String datasetId,

            @Schema(description = "A CSV in the user's home directory.") @Nullable
            String homePath,

            @Schema(
                    description =
                            "A CSV as s3://bucket/key or file:///path, where the configuration of autopilot-service allows it.")
            @Nullable
            String inputUri,

            @Schema(description = "\"ml.m5.large\" when absent.") @Nullable
            String instanceType) {
        NewTransform toNewTransform() {
            return new NewTransform(
                    transformJobName,
                    autoMlJobName,
                    candidateName,
                    new TableSource(datasetId, homePath, inputUri),
                    instanceType);
        }
    }
}
