package dev.atelier.autopilot.service.endpoint.grpc;

import dev.atelier.api.time.ProtoTimes;
import dev.atelier.autopilot.service.endpoint.Canary;
import dev.atelier.autopilot.service.endpoint.EndpointLifecycle;
import dev.atelier.autopilot.service.endpoint.EndpointService;
import dev.atelier.autopilot.service.endpoint.EndpointView;
import dev.atelier.autopilot.service.endpoint.InstanceScaling;
import dev.atelier.autopilot.service.endpoint.NewVariant;
import dev.atelier.autopilot.service.endpoint.Variant;
import dev.atelier.autopilot.service.support.Protos;
import dev.atelier.autopilot.v1.CreateEndpointRequest;
import dev.atelier.autopilot.v1.Endpoint;
import dev.atelier.autopilot.v1.EndpointStatus;
import dev.atelier.autopilot.v1.ProductionVariant;
import dev.atelier.autopilot.v1.UpdateEndpointRequest;
import dev.atelier.autopilot.v1.UpdateVariantRequest;
import java.time.Duration;
import java.util.List;

/** Endpoints between Java and protobuf. */
final class EndpointProtos {
    private EndpointProtos() {}

    static EndpointService.NewEndpoint newEndpoint(CreateEndpointRequest request) {
        List<NewVariant> variants = request.getProductionVariantsCount() > 0
                ? request.getProductionVariantsList().stream()
                        .map(EndpointProtos::newVariant)
                        .toList()
                : List.of(new NewVariant(
                        null,
                        Protos.emptyToNull(request.getAutoMlJobName()),
                        Protos.emptyToNull(request.getCandidateName()),
                        Protos.emptyToNull(request.getInstanceType()),
                        null,
                        null,
                        null));
        return new EndpointService.NewEndpoint(
                Protos.emptyToNull(request.getEndpointName()), variants, request.getCapturePercent());
    }

    static EndpointService.EndpointChange change(UpdateEndpointRequest request) {
        return new EndpointService.EndpointChange(
                request.getProductionVariantsList().stream()
                        .map(EndpointProtos::newVariant)
                        .toList(),
                request.hasCanary() ? canary(request.getCanary()) : null,
                request.hasCapturePercent() ? request.getCapturePercent() : null);
    }

    static Endpoint endpoint(EndpointView view) {
        dev.atelier.autopilot.service.endpoint.Endpoint endpoint = view.endpoint();
        Variant first = endpoint.variant();
        Endpoint.Builder message = Endpoint.newBuilder()
                .setEndpointName(endpoint.name())
                .setOwner(endpoint.owner().toProto())
                .setAutoMlJobName(first.jobName())
                .setCandidateName(first.candidateName())
                .setInstanceType(first.instanceType())
                .setInstanceCount(first.instanceCount())
                .addAllProductionVariants(endpoint.variants().stream()
                        .map(EndpointProtos::variant)
                        .toList())
                .setCapturePercent(endpoint.capturePercent())
                .setStatus(status(endpoint.lifecycle()))
                .setCreationTime(ProtoTimes.timestamp(endpoint.creationTime()))
                .setLastModifiedTime(ProtoTimes.timestamp(endpoint.lastModifiedTime()));
        String reason = endpoint.lifecycle().failureReason();
        if (reason != null) {
            message.setFailureReason(reason);
        }
        if (endpoint.inServiceTime() != null) {
            message.setInServiceTime(ProtoTimes.timestamp(endpoint.inServiceTime()));
        }
        if (view.cost().pricePerHour() != null) {
            message.setPricePerHour(view.cost().pricePerHour());
        }
        if (view.cost().costSoFar() != null) {
            message.setCostSoFar(view.cost().costSoFar());
        }
        message.setPriceEstimated(view.cost().estimated());
        return message.build();
    }

    private static NewVariant newVariant(ProductionVariant variant) {
        return new NewVariant(
                Protos.emptyToNull(variant.getVariantName()),
                Protos.emptyToNull(variant.getAutoMlJobName()),
                Protos.emptyToNull(variant.getCandidateName()),
                Protos.emptyToNull(variant.getInstanceType()),
                variant.getInstanceCount() == 0 ? null : variant.getInstanceCount(),
                variant.hasWeight() ? variant.getWeight() : null,
                variant.hasInstanceScaling() ? scaling(variant.getInstanceScaling()) : null);
    }

    static EndpointService.VariantChange variantChange(UpdateVariantRequest request) {
        return new EndpointService.VariantChange(
                request.hasInstanceCount() ? request.getInstanceCount() : null,
                request.hasWeight() ? request.getWeight() : null,
                request.hasInstanceScaling() ? scaling(request.getInstanceScaling()) : null);
    }

    private static InstanceScaling scaling(dev.atelier.autopilot.v1.InstanceScaling asked) {
        return new InstanceScaling(
                asked.getMinInstanceCount(),
                asked.getMaxInstanceCount(),
                asked.getTargetInvocationsPerInstance(),
                asked.hasScaleInCooldown() ? ProtoTimes.duration(asked.getScaleInCooldown()) : InstanceScaling.COOLDOWN,
                asked.hasScaleOutCooldown()
                        ? ProtoTimes.duration(asked.getScaleOutCooldown())
                        : InstanceScaling.COOLDOWN);
    }

    private static dev.atelier.autopilot.v1.InstanceScaling scaling(InstanceScaling scaling) {
        return dev.atelier.autopilot.v1.InstanceScaling.newBuilder()
                .setMinInstanceCount(scaling.minInstanceCount())
                .setMaxInstanceCount(scaling.maxInstanceCount())
                .setTargetInvocationsPerInstance(scaling.targetInvocationsPerInstance())
                .setScaleInCooldown(ProtoTimes.duration(scaling.scaleInCooldown()))
                .setScaleOutCooldown(ProtoTimes.duration(scaling.scaleOutCooldown()))
                .build();
    }

    private static Canary canary(dev.atelier.autopilot.v1.Canary canary) {
        return new Canary(
                canary.getTrafficPercent(),
                Duration.ofSeconds(
                        canary.getDuration().getSeconds(), canary.getDuration().getNanos()),
                canary.hasMaxErrorPercent() ? canary.getMaxErrorPercent() : 1);
    }

    private static ProductionVariant variant(Variant variant) {
        ProductionVariant.Builder message = ProductionVariant.newBuilder()
                .setVariantName(variant.name())
                .setAutoMlJobName(variant.jobName())
                .setCandidateName(variant.candidateName())
                .setInstanceType(variant.instanceType())
                .setInstanceCount(variant.instanceCount())
                .setWeight(variant.weight());
        if (variant.scaling() != null) {
            message.setInstanceScaling(scaling(variant.scaling()));
        }
        return message.build();
    }

    private static EndpointStatus status(EndpointLifecycle lifecycle) {
        return switch (lifecycle) {
            case EndpointLifecycle.Creating _ -> EndpointStatus.ENDPOINT_STATUS_CREATING;
            case EndpointLifecycle.InService _ -> EndpointStatus.ENDPOINT_STATUS_IN_SERVICE;
            case EndpointLifecycle.Updating _ -> EndpointStatus.ENDPOINT_STATUS_UPDATING;
            case EndpointLifecycle.RollingBack _ -> EndpointStatus.ENDPOINT_STATUS_ROLLING_BACK;
            case EndpointLifecycle.Deleting _ -> EndpointStatus.ENDPOINT_STATUS_DELETING;
            case EndpointLifecycle.Deleted _ -> EndpointStatus.ENDPOINT_STATUS_DELETED;
            case EndpointLifecycle.Failed _ -> EndpointStatus.ENDPOINT_STATUS_FAILED;
        };
    }
}
