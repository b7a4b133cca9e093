package dev.atelier.studio.image;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.store.Sort;
import dev.atelier.studio.v1.CreateImageRequest;
import dev.atelier.studio.v1.CreateImageResponse;
import dev.atelier.studio.v1.CreateImageVersionRequest;
import dev.atelier.studio.v1.CreateImageVersionResponse;
import dev.atelier.studio.v1.DeleteImageRequest;
import dev.atelier.studio.v1.DeleteImageResponse;
import dev.atelier.studio.v1.DeleteImageVersionRequest;
import dev.atelier.studio.v1.DeleteImageVersionResponse;
import dev.atelier.studio.v1.GetImageBuildLogRequest;
import dev.atelier.studio.v1.GetImageBuildLogResponse;
import dev.atelier.studio.v1.GetImageRequest;
import dev.atelier.studio.v1.GetImageResponse;
import dev.atelier.studio.v1.GetImageVersionRequest;
import dev.atelier.studio.v1.GetImageVersionResponse;
import dev.atelier.studio.v1.ImageService;
import dev.atelier.studio.v1.ListImageVersionsRequest;
import dev.atelier.studio.v1.ListImageVersionsResponse;
import dev.atelier.studio.v1.ListOwnImagesRequest;
import dev.atelier.studio.v1.ListOwnImagesResponse;
import dev.atelier.studio.v1.UpdateImageRequest;
import dev.atelier.studio.v1.UpdateImageResponse;
import dev.atelier.studio.v1.UpdateImageVersionRequest;
import dev.atelier.studio.v1.UpdateImageVersionResponse;
import dev.atelier.studio.wire.ListProto;
import dev.atelier.studio.wire.UpdateMask;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;

/** Own images and their versions over gRPC. */
@GrpcService
@Blocking
class ImageGrpc implements ImageService {
    private final ImageOperations images;
    private final ImageVersionOperations versions;
    private final ImageLists lists;
    private final CallerContext callers;

    ImageGrpc(ImageOperations images, ImageVersionOperations versions, ImageLists lists, CallerContext callers) {
        this.images = images;
        this.versions = versions;
        this.lists = lists;
        this.callers = callers;
    }

    @Override
    public Uni<CreateImageResponse> createImage(CreateImageRequest request) {
        return Uni.createFrom().item(() -> {
            NewImage image = new NewImage(
                    request.getImageName(),
                    request.getDisplayName(),
                    request.getDescription(),
                    request.getExecutionRole(),
                    request.getTagsMap());
            return CreateImageResponse.newBuilder()
                    .setImage(ImageProto.image(
                            lists.listed(images.create(callers.caller(), image, request.getIdempotencyKey()))))
                    .build();
        });
    }

    @Override
    public Uni<GetImageResponse> getImage(GetImageRequest request) {
        return Uni.createFrom()
                .item(() -> GetImageResponse.newBuilder()
                        .setImage(ImageProto.image(lists.get(request.getImageName())))
                        .build());
    }

    @Override
    public Uni<ListOwnImagesResponse> listOwnImages(ListOwnImagesRequest request) {
        return Uni.createFrom().item(() -> {
            Sort sort = ListProto.sort(request.getSortBy(), request.getSortOrder());
            Page<dev.atelier.studio.v1.Image> page = images.list(
                            callers.caller(),
                            ImageFilter.of(request.getNameContains(), request.getStatus(), sort),
                            PageRequest.ofProto(request.getPageSize(), request.getPageToken()))
                    .map(image -> ImageProto.image(lists.listed(image)));
            return ListOwnImagesResponse.newBuilder()
                    .addAllImages(page.items())
                    .setNextPageToken(page.nextPageTokenOrEmpty())
                    .build();
        });
    }

    @Override
    public Uni<UpdateImageResponse> updateImage(UpdateImageRequest request) {
        return Uni.createFrom().item(() -> {
            UpdateMask mask =
                    new UpdateMask(request.getUpdateMask(), "display_name", "description", "execution_role", "tags");
            ImageChange change = new ImageChange(
                    mask.value("display_name", !request.getDisplayName().isEmpty(), request.getDisplayName()),
                    mask.value("description", !request.getDescription().isEmpty(), request.getDescription()),
                    mask.value("execution_role", !request.getExecutionRole().isEmpty(), request.getExecutionRole()),
                    mask.value("tags", request.getTagsCount() > 0, request.getTagsMap()));
            return UpdateImageResponse.newBuilder()
                    .setImage(ImageProto.image(
                            lists.listed(images.update(callers.caller(), request.getImageName(), change))))
                    .build();
        });
    }

    @Override
    public Uni<DeleteImageResponse> deleteImage(DeleteImageRequest request) {
        return Uni.createFrom().item(() -> {
            images.delete(callers.caller(), request.getImageName());
            return DeleteImageResponse.getDefaultInstance();
        });
    }

    @Override
    public Uni<CreateImageVersionResponse> createImageVersion(CreateImageVersionRequest request) {
        return Uni.createFrom().item(() -> {
            NewImageVersion version = new NewImageVersion(
                    request.getImageName(),
                    request.getBaseImage(),
                    request.getRequirements(),
                    request.getAliasesList(),
                    request.getReleaseNotes());
            return CreateImageVersionResponse.newBuilder()
                    .setImageVersion(
                            ImageProto.version(versions.create(callers.caller(), version, request.getIdempotencyKey())))
                    .build();
        });
    }

    @Override
    public Uni<GetImageVersionResponse> getImageVersion(GetImageVersionRequest request) {
        return Uni.createFrom()
                .item(() -> GetImageVersionResponse.newBuilder()
                        .setImageVersion(ImageProto.version(versions.get(
                                callers.caller(), new ImageReference(request.getImageName(), request.getVersion()))))
                        .build());
    }

    @Override
    public Uni<GetImageBuildLogResponse> getImageBuildLog(GetImageBuildLogRequest request) {
        return Uni.createFrom()
                .item(() -> GetImageBuildLogResponse.newBuilder()
                        .setLog(versions.buildLog(
                                callers.caller(), new ImageReference(request.getImageName(), request.getVersion())))
                        .build());
    }

    @Override
    public Uni<ListImageVersionsResponse> listImageVersions(ListImageVersionsRequest request) {
        return Uni.createFrom().item(() -> {
            Sort sort = ListProto.sort(request.getSortBy(), request.getSortOrder());
            Page<dev.atelier.studio.v1.ImageVersion> page = versions.list(
                            callers.caller(),
                            request.getImageName(),
                            ImageFilter.of(null, request.getStatus(), sort),
                            PageRequest.ofProto(request.getPageSize(), request.getPageToken()))
                    .map(ImageProto::version);
            return ListImageVersionsResponse.newBuilder()
                    .addAllImageVersions(page.items())
                    .setNextPageToken(page.nextPageTokenOrEmpty())
                    .build();
        });
    }

    @Override
    public Uni<UpdateImageVersionResponse> updateImageVersion(UpdateImageVersionRequest request) {
        return Uni.createFrom().item(() -> {
            ImageVersionChange change = new ImageVersionChange(
                    request.getAliasesToAddList(),
                    request.getAliasesToDeleteList(),
                    request.hasReleaseNotes() ? request.getReleaseNotes() : null);
            return UpdateImageVersionResponse.newBuilder()
                    .setImageVersion(ImageProto.version(versions.update(
                            callers.caller(),
                            new ImageReference(request.getImageName(), request.getVersion()),
                            change)))
                    .build();
        });
    }

    @Override
    public Uni<DeleteImageVersionResponse> deleteImageVersion(DeleteImageVersionRequest request) {
        return Uni.createFrom().item(() -> {
            versions.delete(callers.caller(), new ImageReference(request.getImageName(), request.getVersion()));
            return DeleteImageVersionResponse.getDefaultInstance();
        });
    }
}
