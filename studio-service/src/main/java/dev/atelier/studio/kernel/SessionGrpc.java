package dev.atelier.studio.kernel;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.tenancy.OwnerFilter;
import dev.atelier.studio.v1.CreateSessionRequest;
import dev.atelier.studio.v1.CreateSessionResponse;
import dev.atelier.studio.v1.DeleteSessionRequest;
import dev.atelier.studio.v1.DeleteSessionResponse;
import dev.atelier.studio.v1.GetSessionRequest;
import dev.atelier.studio.v1.GetSessionResponse;
import dev.atelier.studio.v1.ListSessionsRequest;
import dev.atelier.studio.v1.ListSessionsResponse;
import dev.atelier.studio.v1.Session;
import dev.atelier.studio.v1.SessionService;
import dev.atelier.studio.v1.SwitchSessionRequest;
import dev.atelier.studio.v1.SwitchSessionResponse;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;

/** Sessions over gRPC. */
@GrpcService
@Blocking
class SessionGrpc implements SessionService {
    private final SessionOperations operations;
    private final CallerContext callers;

    SessionGrpc(SessionOperations operations, CallerContext callers) {
        this.operations = operations;
        this.callers = callers;
    }

    @Override
    public Uni<CreateSessionResponse> createSession(CreateSessionRequest request) {
        return Uni.createFrom().item(() -> {
            NewKernel kernel = new NewKernel(
                    Owner.named(request.getDomainId(), request.getUserProfileName(), request.getSpaceName()),
                    request.getKernelName(),
                    request.getImage(),
                    request.getInstanceType(),
                    request.getPath());
            NewSession session = new NewSession(kernel, "", request.getName(), request.getType());
            return CreateSessionResponse.newBuilder()
                    .setSession(KernelProto.session(
                            operations.create(callers.caller(), session, request.getIdempotencyKey())))
                    .build();
        });
    }

    @Override
    public Uni<GetSessionResponse> getSession(GetSessionRequest request) {
        return Uni.createFrom()
                .item(() -> GetSessionResponse.newBuilder()
                        .setSession(KernelProto.session(operations.get(callers.caller(), request.getSessionId())))
                        .build());
    }

    @Override
    public Uni<ListSessionsResponse> listSessions(ListSessionsRequest request) {
        return Uni.createFrom().item(() -> {
            Page<Session> page = operations
                    .list(
                            callers.caller(),
                            new OwnerFilter(
                                    request.getDomainId(), request.getUserProfileName(), request.getSpaceName()),
                            PageRequest.ofProto(request.getPageSize(), request.getPageToken()))
                    .map(KernelProto::session);
            return ListSessionsResponse.newBuilder()
                    .addAllSessions(page.items())
                    .setNextPageToken(page.nextPageTokenOrEmpty())
                    .build();
        });
    }

    @Override
    public Uni<SwitchSessionResponse> switchSession(SwitchSessionRequest request) {
        return Uni.createFrom().item(() -> {
            Switched switched = operations.switchTo(
                    callers.caller(),
                    request.getSessionId(),
                    request.getKernelName(),
                    request.getImage(),
                    request.getInstanceType());
            return SwitchSessionResponse.newBuilder()
                    .setSession(KernelProto.session(switched.session()))
                    .addAllLost(switched.lost())
                    .build();
        });
    }

    @Override
    public Uni<DeleteSessionResponse> deleteSession(DeleteSessionRequest request) {
        return Uni.createFrom().item(() -> {
            operations.delete(callers.caller(), request.getSessionId());
            return DeleteSessionResponse.getDefaultInstance();
        });
    }
}
