package dev.atelier.studio.idle;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.api.time.ProtoTimes;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.tenancy.OwnerFilter;
import dev.atelier.studio.v1.IdleEventType;
import dev.atelier.studio.v1.IdleResourceType;
import dev.atelier.studio.v1.IdleService;
import dev.atelier.studio.v1.ListIdleEventsRequest;
import dev.atelier.studio.v1.ListIdleEventsResponse;
import dev.atelier.studio.wire.Wire;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;

/** Idle shutdowns over gRPC. */
@GrpcService
@Blocking
class IdleGrpc implements IdleService {
    private final IdleOperations operations;
    private final CallerContext callers;

    IdleGrpc(IdleOperations operations, CallerContext callers) {
        this.operations = operations;
        this.callers = callers;
    }

    @Override
    public Uni<ListIdleEventsResponse> listIdleEvents(ListIdleEventsRequest request) {
        return Uni.createFrom().item(() -> {
            Page<dev.atelier.studio.v1.IdleEvent> page = operations
                    .list(
                            callers.caller(),
                            new OwnerFilter(
                                    request.getDomainId(), request.getUserProfileName(), request.getSpaceName()),
                            PageRequest.ofProto(request.getPageSize(), request.getPageToken()))
                    .map(IdleGrpc::proto);
            return ListIdleEventsResponse.newBuilder()
                    .addAllEvents(page.items())
                    .setNextPageToken(page.nextPageTokenOrEmpty())
                    .build();
        });
    }

    private static dev.atelier.studio.v1.IdleEvent proto(IdleEvent event) {
        return dev.atelier.studio.v1.IdleEvent.newBuilder()
                .setEventId(event.eventId())
                .setDomainId(event.owner().domainId())
                .setUserProfileName(Wire.text(event.owner().userProfileName()))
                .setSpaceName(Wire.text(event.owner().spaceName()))
                .setEventType(
                        switch (event.type()) {
                            case WARNING -> IdleEventType.IDLE_EVENT_TYPE_WARNING;
                            case SHUTDOWN -> IdleEventType.IDLE_EVENT_TYPE_SHUTDOWN;
                        })
                .setResourceType(
                        switch (event.resource()) {
                            case KERNEL -> IdleResourceType.IDLE_RESOURCE_TYPE_KERNEL;
                            case TERMINAL -> IdleResourceType.IDLE_RESOURCE_TYPE_TERMINAL;
                            case APP -> IdleResourceType.IDLE_RESOURCE_TYPE_APP;
                        })
                .setResourceId(event.resourceId())
                .setAppId(event.appId())
                .setAppName(event.appName())
                .setReason(event.reason())
                .setDueTime(ProtoTimes.timestamp(event.dueTime()))
                .setEventTime(ProtoTimes.timestamp(event.eventTime()))
                .build();
    }
}
