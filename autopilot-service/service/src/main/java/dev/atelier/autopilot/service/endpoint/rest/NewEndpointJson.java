package dev.atelier.autopilot.service.endpoint.rest;

import dev.atelier.autopilot.service.endpoint.EndpointService;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An endpoint to be made, as REST has it. */
@RegisterForReflection
record NewEndpointJson(
        @Schema(required = true, pattern = "^[a-zA-Z0-9](-*[a-zA-Z0-9])*$", maxLength = 63) @Nullable
        String endpointName,

        @Schema(required = true) @Nullable String autoMlJobName,

        @Schema(description = "The best of the job when absent.") @Nullable
        String candidateName,

        @Schema(description = "\"ml.m5.large\" when absent.") @Nullable
        String instanceType) {
    EndpointService.NewEndpoint toNewEndpoint() {
        return new EndpointService.NewEndpoint(endpointName, autoMlJobName, candidateName, instanceType);
    }
}
