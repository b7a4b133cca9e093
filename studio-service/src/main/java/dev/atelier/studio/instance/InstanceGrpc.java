package dev.atelier.studio.instance;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.api.time.ProtoTimes;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.tenancy.OwnerFilter;
import dev.atelier.studio.usage.Price;
import dev.atelier.studio.v1.DeleteInstanceRequest;
import dev.atelier.studio.v1.DeleteInstanceResponse;
import dev.atelier.studio.v1.GetInstanceRequest;
import dev.atelier.studio.v1.GetInstanceResponse;
import dev.atelier.studio.v1.InstanceService;
import dev.atelier.studio.v1.InstanceStatus;
import dev.atelier.studio.v1.ListInstancesRequest;
import dev.atelier.studio.v1.ListInstancesResponse;
import dev.atelier.studio.wire.ListProto;
import dev.atelier.studio.wire.Wire;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Instances over gRPC. */
@GrpcService
@Blocking
class InstanceGrpc implements InstanceService {
    private final InstanceOperations operations;
    private final CallerContext callers;

    InstanceGrpc(InstanceOperations operations, CallerContext callers) {
        this.operations = operations;
        this.callers = callers;
    }

    @Override
    public Uni<GetInstanceResponse> getInstance(GetInstanceRequest request) {
        return Uni.createFrom()
                .item(() -> GetInstanceResponse.newBuilder()
                        .setInstance(proto(operations.get(callers.caller(), request.getInstanceId())))
                        .build());
    }

    @Override
    public Uni<ListInstancesResponse> listInstances(ListInstancesRequest request) {
        return Uni.createFrom().item(() -> {
            InstanceFilter filter = new InstanceFilter(
                    new OwnerFilter(request.getDomainId(), request.getUserProfileName(), request.getSpaceName()),
                    status(request.getStatus()),
                    request.getInstanceType(),
                    ListProto.query(request.getFilter()));
            Page<dev.atelier.studio.v1.Instance> page = operations
                    .list(callers.caller(), filter, PageRequest.ofProto(request.getPageSize(), request.getPageToken()))
                    .map(InstanceGrpc::proto);
            return ListInstancesResponse.newBuilder()
                    .addAllInstances(page.items())
                    .setNextPageToken(page.nextPageTokenOrEmpty())
                    .build();
        });
    }

    @Override
    public Uni<DeleteInstanceResponse> deleteInstance(DeleteInstanceRequest request) {
        return Uni.createFrom().item(() -> {
            operations.delete(callers.caller(), request.getInstanceId());
            return DeleteInstanceResponse.getDefaultInstance();
        });
    }

    private static @Nullable String status(InstanceStatus status) {
        return switch (status) {
            case INSTANCE_STATUS_UNSPECIFIED -> null;
            case INSTANCE_STATUS_PENDING -> "Pending";
            case INSTANCE_STATUS_RUNNING -> "Running";
            case INSTANCE_STATUS_STOPPING -> "Stopping";
            case INSTANCE_STATUS_STOPPED -> "Stopped";
            case INSTANCE_STATUS_FAILED -> "Failed";
            case UNRECOGNIZED -> throw AtelierException.invalid("status", "is not known here");
        };
    }

    private static InstanceStatus status(InstanceState state) {
        return switch (state) {
            case InstanceState.Pending _ -> InstanceStatus.INSTANCE_STATUS_PENDING;
            case InstanceState.Running _ -> InstanceStatus.INSTANCE_STATUS_RUNNING;
            case InstanceState.Stopping _ -> InstanceStatus.INSTANCE_STATUS_STOPPING;
            case InstanceState.Stopped _ -> InstanceStatus.INSTANCE_STATUS_STOPPED;
            case InstanceState.Failed _ -> InstanceStatus.INSTANCE_STATUS_FAILED;
        };
    }

    private static dev.atelier.studio.v1.Instance proto(InstanceView view) {
        Instance instance = view.instance();
        dev.atelier.studio.v1.Instance.Builder builder = dev.atelier.studio.v1.Instance.newBuilder()
                .setInstanceId(instance.instanceId())
                .setDomainId(instance.owner().domainId())
                .setUserProfileName(Wire.text(instance.owner().userProfileName()))
                .setSpaceName(Wire.text(instance.owner().spaceName()))
                .setInstanceType(instance.instanceType())
                .setStatus(status(instance.state()))
                .setFailureReason(Wire.text(instance.state().failureReason()))
                .setCreationTime(ProtoTimes.timestamp(instance.creationTime()))
                .addAllAppNames(view.appNames());
        Instant start = instance.state().startTime();
        if (start != null) {
            builder.setStartTime(ProtoTimes.timestamp(start));
        }
        Instant end = instance.state().endTime();
        if (end != null) {
            builder.setEndTime(ProtoTimes.timestamp(end));
        }
        if (view.pricePerHour() != null) {
            builder.setPricePerHour(view.pricePerHour().toProto());
        }
        if (view.costSoFar() != null) {
            builder.setCostSoFar(view.costSoFar().toProto());
        }
        builder.setPriceEstimated(Price.anyEstimated(view.pricePerHour(), view.costSoFar()));
        return builder.build();
    }
}
