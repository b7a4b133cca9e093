package dev.atelier.autopilot.service.endpoint.rest;

import dev.atelier.autopilot.service.endpoint.Endpoint;
import dev.atelier.autopilot.service.endpoint.EndpointView;
import dev.atelier.autopilot.service.endpoint.Variant;
import dev.atelier.autopilot.service.usage.OwnerJson;
import dev.atelier.platform.json.MoneyJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An endpoint as REST has it; job, candidate, instance type and count are those of its first variant. */
@RegisterForReflection
record EndpointJson(
        String endpointName,
        OwnerJson owner,
        String autoMlJobName,
        String candidateName,
        String instanceType,
        int instanceCount,
        List<VariantJson> productionVariants,
        DataCaptureJson dataCapture,
        String status,

        @Schema(description = "Why it failed, or why its last update was rolled back.") @Nullable
        String failureReason,

        Instant creationTime,
        Instant lastModifiedTime,
        @Nullable Instant inServiceTime,

        @Schema(description = "Of what runs for it now; absent when nothing does, and while billing cannot say.")
        @Nullable
        MoneyJson pricePerHour,

        @Schema(description = "Absent while billing cannot say.") @Nullable
        MoneyJson costSoFar,

        @Schema(description = "A price in pricePerHour or costSoFar is an estimate.")
        boolean priceEstimated) {
    static EndpointJson of(EndpointView view) {
        Endpoint endpoint = view.endpoint();
        Variant first = endpoint.variant();
        return new EndpointJson(
                endpoint.name(),
                OwnerJson.of(endpoint.owner()),
                first.jobName(),
                first.candidateName(),
                first.instanceType(),
                first.instanceCount(),
                endpoint.variants().stream().map(VariantJson::of).toList(),
                new DataCaptureJson(endpoint.capturePercent()),
                endpoint.lifecycle().status(),
                endpoint.lifecycle().failureReason(),
                endpoint.creationTime(),
                endpoint.lastModifiedTime(),
                endpoint.inServiceTime(),
                view.cost().pricePerHourJson(),
                view.cost().costSoFarJson(),
                view.cost().estimated());
    }
}
