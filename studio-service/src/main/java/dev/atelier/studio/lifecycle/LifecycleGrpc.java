package dev.atelier.studio.lifecycle;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.api.time.ProtoTimes;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.app.AppKey;
import dev.atelier.studio.app.AppOperations;
import dev.atelier.studio.app.AppTypeProto;
import dev.atelier.studio.app.LifecycleLog;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.v1.CreateLifecycleConfigRequest;
import dev.atelier.studio.v1.CreateLifecycleConfigResponse;
import dev.atelier.studio.v1.DeleteLifecycleConfigRequest;
import dev.atelier.studio.v1.DeleteLifecycleConfigResponse;
import dev.atelier.studio.v1.GetLifecycleConfigRequest;
import dev.atelier.studio.v1.GetLifecycleConfigResponse;
import dev.atelier.studio.v1.GetLifecycleLogRequest;
import dev.atelier.studio.v1.GetLifecycleLogResponse;
import dev.atelier.studio.v1.LifecycleConfigService;
import dev.atelier.studio.v1.LifecycleStatus;
import dev.atelier.studio.v1.ListLifecycleConfigsRequest;
import dev.atelier.studio.v1.ListLifecycleConfigsResponse;
import dev.atelier.studio.wire.ListProto;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;

/** Lifecycle configurations over gRPC, and what they said. */
@GrpcService
@Blocking
class LifecycleGrpc implements LifecycleConfigService {
    private final LifecycleOperations operations;
    private final AppOperations apps;
    private final CallerContext callers;

    LifecycleGrpc(LifecycleOperations operations, AppOperations apps, CallerContext callers) {
        this.operations = operations;
        this.apps = apps;
        this.callers = callers;
    }

    @Override
    public Uni<CreateLifecycleConfigResponse> createLifecycleConfig(CreateLifecycleConfigRequest request) {
        return Uni.createFrom().item(() -> {
            NewLifecycleConfig config = new NewLifecycleConfig(
                    request.getLifecycleConfigName(),
                    AppTypeProto.wireName(request.getAppType()),
                    request.getScript(),
                    request.getTagsMap());
            return CreateLifecycleConfigResponse.newBuilder()
                    .setLifecycleConfig(proto(operations.create(callers.caller(), config, request.getIdempotencyKey())))
                    .build();
        });
    }

    @Override
    public Uni<GetLifecycleConfigResponse> getLifecycleConfig(GetLifecycleConfigRequest request) {
        return Uni.createFrom()
                .item(() -> GetLifecycleConfigResponse.newBuilder()
                        .setLifecycleConfig(proto(operations.get(request.getLifecycleConfigName())))
                        .build());
    }

    @Override
    public Uni<ListLifecycleConfigsResponse> listLifecycleConfigs(ListLifecycleConfigsRequest request) {
        return Uni.createFrom().item(() -> {
            LifecycleFilter filter = LifecycleFilter.of(
                    request.getNameContains(),
                    AppTypeProto.wireName(request.getAppType()),
                    ListProto.sort(request.getSortBy(), request.getSortOrder()));
            Page<dev.atelier.studio.v1.LifecycleConfig> page = operations
                    .list(filter, PageRequest.ofProto(request.getPageSize(), request.getPageToken()))
                    .map(config -> builder(config).build());
            return ListLifecycleConfigsResponse.newBuilder()
                    .addAllLifecycleConfigs(page.items())
                    .setNextPageToken(page.nextPageTokenOrEmpty())
                    .build();
        });
    }

    @Override
    public Uni<DeleteLifecycleConfigResponse> deleteLifecycleConfig(DeleteLifecycleConfigRequest request) {
        return Uni.createFrom().item(() -> {
            operations.delete(callers.caller(), request.getLifecycleConfigName());
            return DeleteLifecycleConfigResponse.getDefaultInstance();
        });
    }

    @Override
    public Uni<GetLifecycleLogResponse> getLifecycleLog(GetLifecycleLogRequest request) {
        return Uni.createFrom().item(() -> {
            AppKey key = AppKey.of(
                    Owner.named(request.getDomainId(), request.getUserProfileName(), request.getSpaceName()),
                    AppTypeProto.wireName(request.getAppType()),
                    request.getAppName());
            return proto(apps.lifecycleLog(callers.caller(), key));
        });
    }

    private static GetLifecycleLogResponse proto(LifecycleLog log) {
        GetLifecycleLogResponse.Builder builder = GetLifecycleLogResponse.newBuilder()
                .setLifecycleConfigName(log.lifecycleConfigName())
                .setStatus(
                        switch (log.status()) {
                            case "Running" -> LifecycleStatus.LIFECYCLE_STATUS_RUNNING;
                            case "Succeeded" -> LifecycleStatus.LIFECYCLE_STATUS_SUCCEEDED;
                            case "Failed" -> LifecycleStatus.LIFECYCLE_STATUS_FAILED;
                            default -> LifecycleStatus.LIFECYCLE_STATUS_PENDING;
                        })
                .setLog(log.log());
        if (log.exitCode() != null) {
            builder.setExitCode(log.exitCode());
        }
        if (log.startTime() != null) {
            builder.setStartTime(ProtoTimes.timestamp(log.startTime()));
        }
        if (log.endTime() != null) {
            builder.setEndTime(ProtoTimes.timestamp(log.endTime()));
        }
        return builder.build();
    }

    private static dev.atelier.studio.v1.LifecycleConfig proto(LifecycleConfig config) {
        return builder(config).setScript(config.script()).build();
    }

    private static dev.atelier.studio.v1.LifecycleConfig.Builder builder(LifecycleConfig config) {
        return dev.atelier.studio.v1.LifecycleConfig.newBuilder()
                .setLifecycleConfigName(config.name())
                .setAppType(AppTypeProto.of(config.appType()))
                .putAllTags(config.tags())
                .setCreationTime(ProtoTimes.timestamp(config.creationTime()))
                .setLastModifiedTime(ProtoTimes.timestamp(config.lastModifiedTime()));
    }
}
