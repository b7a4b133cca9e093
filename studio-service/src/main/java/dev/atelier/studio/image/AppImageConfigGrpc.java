package dev.atelier.studio.image;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.v1.AppImageConfigService;
import dev.atelier.studio.v1.CreateAppImageConfigRequest;
import dev.atelier.studio.v1.CreateAppImageConfigResponse;
import dev.atelier.studio.v1.DeleteAppImageConfigRequest;
import dev.atelier.studio.v1.DeleteAppImageConfigResponse;
import dev.atelier.studio.v1.GetAppImageConfigRequest;
import dev.atelier.studio.v1.GetAppImageConfigResponse;
import dev.atelier.studio.v1.ListAppImageConfigsRequest;
import dev.atelier.studio.v1.ListAppImageConfigsResponse;
import dev.atelier.studio.v1.UpdateAppImageConfigRequest;
import dev.atelier.studio.v1.UpdateAppImageConfigResponse;
import dev.atelier.studio.wire.ListProto;
import dev.atelier.studio.wire.UpdateMask;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;

/** App image configs over gRPC. */
@GrpcService
@Blocking
class AppImageConfigGrpc implements AppImageConfigService {
    private final AppImageConfigOperations operations;
    private final CallerContext callers;

    AppImageConfigGrpc(AppImageConfigOperations operations, CallerContext callers) {
        this.operations = operations;
        this.callers = callers;
    }

    @Override
    public Uni<CreateAppImageConfigResponse> createAppImageConfig(CreateAppImageConfigRequest request) {
        return Uni.createFrom().item(() -> {
            NewAppImageConfig config = new NewAppImageConfig(
                    request.getAppImageConfigName(),
                    ImageProto.kernelSpecs(request.getKernelSpecsList()),
                    ImageProto.fileSystem(request.getFileSystemConfig()),
                    request.getTagsMap());
            return CreateAppImageConfigResponse.newBuilder()
                    .setAppImageConfig(
                            ImageProto.config(operations.create(callers.caller(), config, request.getIdempotencyKey())))
                    .build();
        });
    }

    @Override
    public Uni<GetAppImageConfigResponse> getAppImageConfig(GetAppImageConfigRequest request) {
        return Uni.createFrom()
                .item(() -> GetAppImageConfigResponse.newBuilder()
                        .setAppImageConfig(
                                ImageProto.config(operations.get(callers.caller(), request.getAppImageConfigName())))
                        .build());
    }

    @Override
    public Uni<ListAppImageConfigsResponse> listAppImageConfigs(ListAppImageConfigsRequest request) {
        return Uni.createFrom().item(() -> {
            Page<dev.atelier.studio.v1.AppImageConfig> page = operations
                    .list(
                            callers.caller(),
                            ImageFilter.of(
                                    request.getNameContains(),
                                    null,
                                    ListProto.sort(request.getSortBy(), request.getSortOrder())),
                            PageRequest.ofProto(request.getPageSize(), request.getPageToken()))
                    .map(ImageProto::config);
            return ListAppImageConfigsResponse.newBuilder()
                    .addAllAppImageConfigs(page.items())
                    .setNextPageToken(page.nextPageTokenOrEmpty())
                    .build();
        });
    }

    @Override
    public Uni<UpdateAppImageConfigResponse> updateAppImageConfig(UpdateAppImageConfigRequest request) {
        return Uni.createFrom().item(() -> {
            UpdateMask mask = new UpdateMask(request.getUpdateMask(), "kernel_specs", "file_system_config", "tags");
            AppImageConfigChange change = new AppImageConfigChange(
                    mask.value(
                            "kernel_specs",
                            request.getKernelSpecsCount() > 0,
                            ImageProto.kernelSpecs(request.getKernelSpecsList())),
                    mask.value(
                            "file_system_config",
                            request.hasFileSystemConfig(),
                            ImageProto.fileSystem(request.getFileSystemConfig())),
                    mask.value("tags", request.getTagsCount() > 0, request.getTagsMap()));
            return UpdateAppImageConfigResponse.newBuilder()
                    .setAppImageConfig(ImageProto.config(
                            operations.update(callers.caller(), request.getAppImageConfigName(), change)))
                    .build();
        });
    }

    @Override
    public Uni<DeleteAppImageConfigResponse> deleteAppImageConfig(DeleteAppImageConfigRequest request) {
        return Uni.createFrom().item(() -> {
            operations.delete(callers.caller(), request.getAppImageConfigName());
            return DeleteAppImageConfigResponse.getDefaultInstance();
        });
    }
}
