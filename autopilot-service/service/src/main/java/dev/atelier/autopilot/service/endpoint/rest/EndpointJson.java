package dev.atelier.autopilot.service.endpoint.rest;

import dev.atelier.autopilot.service.endpoint.Endpoint;
import dev.atelier.autopilot.service.usage.OwnerJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An endpoint as REST has it. */
@RegisterForReflection
record EndpointJson(
        String endpointName,
        OwnerJson owner,
        String autoMlJobName,
        String candidateName,
        String instanceType,
        int instanceCount,
        String status,
        @Nullable String failureReason,
        Instant creationTime,
        @Nullable Instant inServiceTime) {
    static EndpointJson of(Endpoint endpoint) {
        return new EndpointJson(
                endpoint.name(),
                OwnerJson.of(endpoint.owner()),
                endpoint.jobName(),
                endpoint.candidateName(),
                endpoint.instanceType(),
                1,
                endpoint.lifecycle().status(),
                endpoint.lifecycle().failureReason(),
                endpoint.creationTime(),
                endpoint.inServiceTime());
    }
}
