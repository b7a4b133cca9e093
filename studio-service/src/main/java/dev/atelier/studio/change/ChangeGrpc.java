package dev.atelier.studio.change;

import dev.atelier.api.time.ProtoTimes;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.store.OwnerKey;
import dev.atelier.studio.tenancy.OwnerFilter;
import dev.atelier.studio.v1.ChangeService;
import dev.atelier.studio.v1.WatchChangesRequest;
import dev.atelier.studio.v1.WatchChangesResponse;
import dev.atelier.studio.wire.Wire;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;

/** Changes over gRPC. */
@GrpcService
@Blocking
class ChangeGrpc implements ChangeService {
    private final ChangeWatch watch;
    private final CallerContext callers;

    ChangeGrpc(ChangeWatch watch, CallerContext callers) {
        this.watch = watch;
        this.callers = callers;
    }

    @Override
    public Multi<WatchChangesResponse> watchChanges(WatchChangesRequest request) {
        ChangeFilter filter = new ChangeFilter(
                new OwnerFilter(request.getDomainId(), request.getUserProfileName(), request.getSpaceName()),
                request.getResourceType(),
                request.getResourceId());
        return watch.watch(callers.caller(), filter, request.hasAfterChangeId() ? request.getAfterChangeId() : null)
                .filter(watched -> !(watched instanceof Watched.KeepAlive))
                .map(ChangeGrpc::proto);
    }

    private static WatchChangesResponse proto(Watched watched) {
        return switch (watched) {
            case Watched.Changed(Change change) ->
                WatchChangesResponse.newBuilder()
                        .setChange(dev.atelier.studio.v1.Change.newBuilder()
                                .setChangeId(change.changeId())
                                .setTime(ProtoTimes.timestamp(change.time()))
                                .setDomainId(change.domainId())
                                .setUserProfileName(Wire.text(OwnerKey.userProfileName(change.ownerKey())))
                                .setSpaceName(Wire.text(OwnerKey.spaceName(change.ownerKey())))
                                .setResourceType(change.resourceType())
                                .setResourceId(change.resourceId())
                                .setChange(change.change())
                                .setStatus(change.status())
                                .setReason(change.reason()))
                        .build();
            case Watched.Reset(long changeId) ->
                WatchChangesResponse.newBuilder().setResetTo(changeId).build();
            case Watched.KeepAlive _ -> WatchChangesResponse.getDefaultInstance();
        };
    }
}
