package dev.atelier.studio.terminal;

import dev.atelier.api.time.ProtoTimes;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.app.AppKey;
import dev.atelier.studio.app.AppTypeProto;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.v1.CreateTerminalRequest;
import dev.atelier.studio.v1.CreateTerminalResponse;
import dev.atelier.studio.v1.DeleteTerminalRequest;
import dev.atelier.studio.v1.DeleteTerminalResponse;
import dev.atelier.studio.v1.ListTerminalsRequest;
import dev.atelier.studio.v1.ListTerminalsResponse;
import dev.atelier.studio.v1.TerminalService;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import java.util.Objects;

/** Terminals over gRPC. */
@GrpcService
@Blocking
class TerminalGrpc implements TerminalService {
    private final TerminalOperations operations;
    private final CallerContext callers;

    TerminalGrpc(TerminalOperations operations, CallerContext callers) {
        this.operations = operations;
        this.callers = callers;
    }

    @Override
    public Uni<ListTerminalsResponse> listTerminals(ListTerminalsRequest request) {
        return Uni.createFrom().item(() -> {
            ListTerminalsResponse.Builder answer = ListTerminalsResponse.newBuilder();
            AppKey key = AppKey.of(
                    Owner.named(request.getDomainId(), request.getUserProfileName(), request.getSpaceName()),
                    AppTypeProto.wireName(request.getAppType()),
                    request.getAppName());
            operations.list(callers.caller(), key).forEach(view -> answer.addTerminals(proto(view)));
            return answer.build();
        });
    }

    @Override
    public Uni<CreateTerminalResponse> createTerminal(CreateTerminalRequest request) {
        return Uni.createFrom().item(() -> {
            AppKey key = AppKey.of(
                    Owner.named(request.getDomainId(), request.getUserProfileName(), request.getSpaceName()),
                    AppTypeProto.wireName(request.getAppType()),
                    request.getAppName());
            NewTerminal wanted = new NewTerminal(request.getName(), request.getCwd());
            return CreateTerminalResponse.newBuilder()
                    .setTerminal(proto(operations.create(callers.caller(), key, wanted)))
                    .build();
        });
    }

    @Override
    public Uni<DeleteTerminalResponse> deleteTerminal(DeleteTerminalRequest request) {
        return Uni.createFrom().item(() -> {
            AppKey key = AppKey.of(
                    Owner.named(request.getDomainId(), request.getUserProfileName(), request.getSpaceName()),
                    AppTypeProto.wireName(request.getAppType()),
                    request.getAppName());
            operations.delete(callers.caller(), key, request.getName());
            return DeleteTerminalResponse.getDefaultInstance();
        });
    }

    private static dev.atelier.studio.v1.Terminal proto(TerminalView view) {
        Terminal terminal = view.terminal();
        return dev.atelier.studio.v1.Terminal.newBuilder()
                .setName(terminal.name())
                .setLastActivity(ProtoTimes.timestamp(terminal.lastActivity()))
                .setConnections(terminal.connections())
                .setMemoryBytes(Objects.requireNonNullElse(view.memoryBytes(), 0L))
                .build();
    }
}
