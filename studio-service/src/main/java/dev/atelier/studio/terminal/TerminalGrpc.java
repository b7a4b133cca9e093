package dev.atelier.studio.terminal;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.time.ProtoTimes;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.app.AppKey;
import dev.atelier.studio.app.AppType;
import dev.atelier.studio.tenancy.Owner;
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
            operations.list(callers.caller(), key(request)).forEach(view -> answer.addTerminals(proto(view)));
            return answer.build();
        });
    }

    private static AppKey key(ListTerminalsRequest request) {
        AppType type = switch (request.getAppType()) {
            case APP_TYPE_JUPYTER_SERVER -> AppType.JUPYTER_SERVER;
            case APP_TYPE_KERNEL_GATEWAY -> AppType.KERNEL_GATEWAY;
            case APP_TYPE_UNSPECIFIED, UNRECOGNIZED ->
                throw AtelierException.invalid("appType", "must be JupyterServer or KernelGateway");
        };
        return new AppKey(
                Owner.named(request.getDomainId(), request.getUserProfileName(), request.getSpaceName()),
                type,
                request.getAppName());
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
