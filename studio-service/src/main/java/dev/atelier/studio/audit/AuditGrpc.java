package dev.atelier.studio.audit;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.api.time.ProtoTimes;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.store.OwnerKey;
import dev.atelier.studio.v1.AuditEvent;
import dev.atelier.studio.v1.AuditService;
import dev.atelier.studio.v1.ListAuditEventsRequest;
import dev.atelier.studio.v1.ListAuditEventsResponse;
import dev.atelier.studio.wire.Wire;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;

/** Audit events over gRPC. */
@GrpcService
@Blocking
class AuditGrpc implements AuditService {
    private final AuditOperations operations;
    private final CallerContext callers;

    AuditGrpc(AuditOperations operations, CallerContext callers) {
        this.operations = operations;
        this.callers = callers;
    }

    @Override
    public Uni<ListAuditEventsResponse> listAuditEvents(ListAuditEventsRequest request) {
        return Uni.createFrom().item(() -> {
            AuditFilter filter = new AuditFilter(
                    request.getDomainId(),
                    OwnerKey.given(request.getUserProfileName(), request.getSpaceName()),
                    request.getActor(),
                    request.getAction(),
                    request.getResourceType(),
                    request.getResourceId(),
                    request.getResult(),
                    request.hasFrom() ? ProtoTimes.instant(request.getFrom()) : null,
                    request.hasTo() ? ProtoTimes.instant(request.getTo()) : null);
            Page<AuditEvent> page = operations
                    .list(callers.caller(), filter, PageRequest.ofProto(request.getPageSize(), request.getPageToken()))
                    .map(AuditGrpc::proto);
            return ListAuditEventsResponse.newBuilder()
                    .addAllAuditEvents(page.items())
                    .setNextPageToken(page.nextPageTokenOrEmpty())
                    .build();
        });
    }

    private static AuditEvent proto(Audit audit) {
        return AuditEvent.newBuilder()
                .setAuditEventId(audit.auditEventId())
                .setTime(ProtoTimes.timestamp(audit.time()))
                .setActor(audit.actor())
                .setActorRole(audit.actorRole())
                .setAction(audit.action())
                .setResourceType(audit.resourceType())
                .setResourceId(audit.resource().id())
                .setDomainId(audit.resource().domainId())
                .setUserProfileName(
                        Wire.text(OwnerKey.userProfileName(audit.resource().ownerKey())))
                .setSpaceName(Wire.text(OwnerKey.spaceName(audit.resource().ownerKey())))
                .setResult(audit.result())
                .setDetail(audit.detail())
                .setTraceId(audit.traceId())
                .build();
    }
}
