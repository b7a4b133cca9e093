package dev.atelier.studio.app;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.api.time.ProtoTimes;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.tenancy.OwnerFilter;
import dev.atelier.studio.usage.Price;
import dev.atelier.studio.v1.AppService;
import dev.atelier.studio.v1.CreateAppRequest;
import dev.atelier.studio.v1.CreateAppResponse;
import dev.atelier.studio.v1.DeleteAppRequest;
import dev.atelier.studio.v1.DeleteAppResponse;
import dev.atelier.studio.v1.GetAppRequest;
import dev.atelier.studio.v1.GetAppResponse;
import dev.atelier.studio.v1.ListAppsRequest;
import dev.atelier.studio.v1.ListAppsResponse;
import dev.atelier.studio.v1.ResourceStatus;
import dev.atelier.studio.wire.ListProto;
import dev.atelier.studio.wire.Wire;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import java.time.Instant;

/** Apps over gRPC. */
@GrpcService
@Blocking
class AppGrpc implements AppService {
    private final AppOperations operations;
    private final CallerContext callers;

    AppGrpc(AppOperations operations, CallerContext callers) {
        this.operations = operations;
        this.callers = callers;
    }

    @Override
    public Uni<CreateAppResponse> createApp(CreateAppRequest request) {
        return Uni.createFrom().item(() -> {
            AppKey key = AppKey.of(
                    Owner.named(request.getDomainId(), request.getUserProfileName(), request.getSpaceName()),
                    AppTypeProto.wireName(request.getAppType()),
                    request.getAppName());
            NewApp app =
                    new NewApp(key, request.getImage(), request.getInstanceType(), request.getLifecycleConfigName());
            return CreateAppResponse.newBuilder()
                    .setApp(proto(operations.create(callers.caller(), app, request.getIdempotencyKey())))
                    .build();
        });
    }

    @Override
    public Uni<GetAppResponse> getApp(GetAppRequest request) {
        return Uni.createFrom().item(() -> {
            AppKey key = AppKey.of(
                    Owner.named(request.getDomainId(), request.getUserProfileName(), request.getSpaceName()),
                    AppTypeProto.wireName(request.getAppType()),
                    request.getAppName());
            return GetAppResponse.newBuilder()
                    .setApp(proto(operations.get(callers.caller(), key)))
                    .build();
        });
    }

    @Override
    public Uni<ListAppsResponse> listApps(ListAppsRequest request) {
        return Uni.createFrom().item(() -> {
            Owner owner = Owner.named(request.getDomainId(), request.getUserProfileName(), request.getSpaceName());
            AppFilter filter = new AppFilter(
                    OwnerFilter.ANY,
                    AppTypeProto.wireName(request.getAppType()),
                    ListProto.status(request.getStatus()),
                    request.getImage(),
                    request.getInstanceType(),
                    ListProto.query(request.getFilter()));
            PageRequest wanted = PageRequest.ofProto(request.getPageSize(), request.getPageToken());
            Page<dev.atelier.studio.v1.App> page =
                    operations.list(callers.caller(), owner, filter, wanted).map(AppGrpc::proto);
            return ListAppsResponse.newBuilder()
                    .addAllApps(page.items())
                    .setNextPageToken(page.nextPageTokenOrEmpty())
                    .build();
        });
    }

    @Override
    public Uni<DeleteAppResponse> deleteApp(DeleteAppRequest request) {
        return Uni.createFrom().item(() -> {
            AppKey key = AppKey.of(
                    Owner.named(request.getDomainId(), request.getUserProfileName(), request.getSpaceName()),
                    AppTypeProto.wireName(request.getAppType()),
                    request.getAppName());
            operations.delete(callers.caller(), key);
            return DeleteAppResponse.getDefaultInstance();
        });
    }

    private static ResourceStatus status(AppState state) {
        return switch (state) {
            case AppState.Pending _ -> ResourceStatus.RESOURCE_STATUS_PENDING;
            case AppState.InService _ -> ResourceStatus.RESOURCE_STATUS_IN_SERVICE;
            case AppState.Deleting _ -> ResourceStatus.RESOURCE_STATUS_DELETING;
            case AppState.Deleted _ -> ResourceStatus.RESOURCE_STATUS_DELETED;
            case AppState.Failed _ -> ResourceStatus.RESOURCE_STATUS_FAILED;
        };
    }

    private static dev.atelier.studio.v1.App proto(AppWithPrice priced) {
        App app = priced.app();
        dev.atelier.studio.v1.App.Builder builder = dev.atelier.studio.v1.App.newBuilder()
                .setAppId(app.appId())
                .setDomainId(app.owner().domainId())
                .setUserProfileName(Wire.text(app.owner().userProfileName()))
                .setSpaceName(Wire.text(app.owner().spaceName()))
                .setAppType(AppTypeProto.of(app.type()))
                .setAppName(app.appName())
                .setImage(app.image())
                .setInstanceType(app.instanceType())
                .setLifecycleConfigName(Wire.text(app.lifecycleConfig()))
                .setInstanceId(Wire.text(app.publicInstanceId()))
                .setStatus(status(app.state()))
                .setFailureReason(Wire.text(app.state().failureReason()))
                .setEndReason(Wire.text(app.state().endReason()))
                .setCreationTime(ProtoTimes.timestamp(app.creationTime()));
        Instant inService = app.state().inServiceTime();
        if (inService != null) {
            builder.setInServiceTime(ProtoTimes.timestamp(inService));
        }
        Instant end = app.state().endTime();
        if (end != null) {
            builder.setEndTime(ProtoTimes.timestamp(end));
        }
        if (priced.pricePerHour() != null) {
            builder.setPricePerHour(priced.pricePerHour().toProto());
        }
        if (priced.costSoFar() != null) {
            builder.setCostSoFar(priced.costSoFar().toProto());
        }
        builder.setPriceEstimated(Price.anyEstimated(priced.pricePerHour(), priced.costSoFar()));
        return builder.build();
    }
}
