package dev.atelier.studio.kernel;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.tenancy.OwnerFilter;
import dev.atelier.studio.v1.CreateKernelRequest;
import dev.atelier.studio.v1.CreateKernelResponse;
import dev.atelier.studio.v1.DeleteKernelRequest;
import dev.atelier.studio.v1.DeleteKernelResponse;
import dev.atelier.studio.v1.GetKernelRequest;
import dev.atelier.studio.v1.GetKernelResponse;
import dev.atelier.studio.v1.InterruptKernelRequest;
import dev.atelier.studio.v1.InterruptKernelResponse;
import dev.atelier.studio.v1.KernelService;
import dev.atelier.studio.v1.ListKernelsRequest;
import dev.atelier.studio.v1.ListKernelsResponse;
import dev.atelier.studio.v1.RestartKernelRequest;
import dev.atelier.studio.v1.RestartKernelResponse;
import dev.atelier.studio.wire.ListProto;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/** Kernels over gRPC. */
@GrpcService
@Blocking
class KernelGrpc implements KernelService {
    private final KernelOperations operations;
    private final CallerContext callers;

    KernelGrpc(KernelOperations operations, CallerContext callers) {
        this.operations = operations;
        this.callers = callers;
    }

    @Override
    public Uni<CreateKernelResponse> createKernel(CreateKernelRequest request) {
        return Uni.createFrom().item(() -> {
            NewKernel kernel = new NewKernel(
                    Owner.named(request.getDomainId(), request.getUserProfileName(), request.getSpaceName()),
                    request.getKernelName(),
                    request.getImage(),
                    request.getInstanceType(),
                    request.getPath(),
                    request.getEnvMap());
            return CreateKernelResponse.newBuilder()
                    .setKernel(KernelProto.kernel(
                            operations.create(callers.caller(), kernel, request.getIdempotencyKey())))
                    .build();
        });
    }

    @Override
    public Uni<GetKernelResponse> getKernel(GetKernelRequest request) {
        return Uni.createFrom()
                .item(() -> GetKernelResponse.newBuilder()
                        .setKernel(KernelProto.kernel(operations.get(callers.caller(), request.getKernelId())))
                        .build());
    }

    @Override
    public Uni<ListKernelsResponse> listKernels(ListKernelsRequest request) {
        return Uni.createFrom().item(() -> {
            KernelFilter filter = new KernelFilter(
                    new OwnerFilter(request.getDomainId(), request.getUserProfileName(), request.getSpaceName()),
                    state(request.getExecutionState()),
                    request.getKernelName(),
                    request.getImage(),
                    request.getInstanceType(),
                    request.getAppName(),
                    ListProto.query(request.getFilter()));
            PageRequest wanted = PageRequest.ofProto(request.getPageSize(), request.getPageToken());
            Page<dev.atelier.studio.v1.Kernel> page =
                    operations.list(callers.caller(), filter, wanted).map(KernelProto::kernel);
            return ListKernelsResponse.newBuilder()
                    .addAllKernels(page.items())
                    .setNextPageToken(page.nextPageTokenOrEmpty())
                    .build();
        });
    }

    @Override
    public Uni<DeleteKernelResponse> deleteKernel(DeleteKernelRequest request) {
        return Uni.createFrom().item(() -> {
            operations.delete(callers.caller(), request.getKernelId());
            return DeleteKernelResponse.getDefaultInstance();
        });
    }

    @Override
    public Uni<InterruptKernelResponse> interruptKernel(InterruptKernelRequest request) {
        return Uni.createFrom().item(() -> {
            operations.interrupt(callers.caller(), request.getKernelId());
            return InterruptKernelResponse.getDefaultInstance();
        });
    }

    @Override
    public Uni<RestartKernelResponse> restartKernel(RestartKernelRequest request) {
        return Uni.createFrom()
                .item(() -> RestartKernelResponse.newBuilder()
                        .setKernel(KernelProto.kernel(operations.restart(callers.caller(), request.getKernelId())))
                        .build());
    }

    private static @Nullable String state(dev.atelier.studio.v1.ExecutionState state) {
        return switch (state) {
            case EXECUTION_STATE_STARTING -> ExecutionState.STARTING.wireName();
            case EXECUTION_STATE_IDLE -> ExecutionState.IDLE.wireName();
            case EXECUTION_STATE_BUSY -> ExecutionState.BUSY.wireName();
            case EXECUTION_STATE_RESTARTING -> ExecutionState.RESTARTING.wireName();
            case EXECUTION_STATE_DEAD -> ExecutionState.DEAD.wireName();
            case EXECUTION_STATE_UNSPECIFIED, UNRECOGNIZED -> null;
        };
    }
}
