package dev.atelier.studio.tenancy;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.api.time.ProtoTimes;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.settings.SettingsProto;
import dev.atelier.studio.v1.CreateSpaceRequest;
import dev.atelier.studio.v1.CreateSpaceResponse;
import dev.atelier.studio.v1.DeleteSpaceRequest;
import dev.atelier.studio.v1.DeleteSpaceResponse;
import dev.atelier.studio.v1.GetSpaceRequest;
import dev.atelier.studio.v1.GetSpaceResponse;
import dev.atelier.studio.v1.ListSpacesRequest;
import dev.atelier.studio.v1.ListSpacesResponse;
import dev.atelier.studio.v1.SpaceService;
import dev.atelier.studio.v1.SpaceSharing;
import dev.atelier.studio.v1.UpdateSpaceRequest;
import dev.atelier.studio.v1.UpdateSpaceResponse;
import dev.atelier.studio.wire.ListProto;
import dev.atelier.studio.wire.UpdateMask;
import dev.atelier.studio.wire.Wire;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;

/** Spaces over gRPC. */
@GrpcService
@Blocking
class SpaceGrpc implements SpaceService {
    private final SpaceOperations operations;
    private final CallerContext callers;

    SpaceGrpc(SpaceOperations operations, CallerContext callers) {
        this.operations = operations;
        this.callers = callers;
    }

    @Override
    public Uni<CreateSpaceResponse> createSpace(CreateSpaceRequest request) {
        return Uni.createFrom().item(() -> {
            NewSpace space = new NewSpace(
                    new SpaceRef(request.getDomainId(), request.getSpaceName()),
                    request.getDisplayName(),
                    sharing(request.getSharingType()),
                    request.getOwnerUserProfileName(),
                    request.getTeam(),
                    request.getProject(),
                    SettingsProto.settings(request.getSpaceSettings()),
                    request.getTagsMap());
            return CreateSpaceResponse.newBuilder()
                    .setSpace(proto(operations.create(callers.caller(), space, request.getIdempotencyKey())))
                    .build();
        });
    }

    @Override
    public Uni<GetSpaceResponse> getSpace(GetSpaceRequest request) {
        return Uni.createFrom().item(() -> {
            SpaceRef ref = new SpaceRef(request.getDomainId(), request.getSpaceName());
            return GetSpaceResponse.newBuilder()
                    .setSpace(proto(operations.get(callers.caller(), ref)))
                    .build();
        });
    }

    @Override
    public Uni<ListSpacesResponse> listSpaces(ListSpacesRequest request) {
        return Uni.createFrom().item(() -> {
            TenancyFilter filter = new TenancyFilter(
                    request.getNameContains(),
                    ListProto.status(request.getStatus()),
                    ListProto.sort(request.getSortBy(), request.getSortOrder()));
            Page<dev.atelier.studio.v1.Space> page = operations
                    .list(
                            callers.caller(),
                            request.getDomainId(),
                            new SpaceFilter(
                                    filter, request.getOwnerUserProfileName(), sharing(request.getSharingType())),
                            PageRequest.ofProto(request.getPageSize(), request.getPageToken()))
                    .map(space -> builder(space).build());
            return ListSpacesResponse.newBuilder()
                    .addAllSpaces(page.items())
                    .setNextPageToken(page.nextPageTokenOrEmpty())
                    .build();
        });
    }

    @Override
    public Uni<UpdateSpaceResponse> updateSpace(UpdateSpaceRequest request) {
        return Uni.createFrom().item(() -> {
            UpdateMask mask = new UpdateMask(
                    request.getUpdateMask(), "display_name", "team", "project", "space_settings", "tags");
            SpaceChange change = new SpaceChange(
                    mask.value("display_name", !request.getDisplayName().isEmpty(), request.getDisplayName()),
                    mask.value("team", !request.getTeam().isEmpty(), request.getTeam()),
                    mask.value("project", !request.getProject().isEmpty(), request.getProject()),
                    mask.value(
                            "space_settings",
                            request.hasSpaceSettings(),
                            SettingsProto.settings(request.getSpaceSettings())),
                    mask.value("tags", request.getTagsCount() > 0, request.getTagsMap()));
            SpaceRef ref = new SpaceRef(request.getDomainId(), request.getSpaceName());
            return UpdateSpaceResponse.newBuilder()
                    .setSpace(proto(operations.update(callers.caller(), ref, change)))
                    .build();
        });
    }

    @Override
    public Uni<DeleteSpaceResponse> deleteSpace(DeleteSpaceRequest request) {
        return Uni.createFrom().item(() -> {
            operations.delete(callers.caller(), new SpaceRef(request.getDomainId(), request.getSpaceName()));
            return DeleteSpaceResponse.getDefaultInstance();
        });
    }

    private static String sharing(SpaceSharing sharing) {
        return switch (sharing) {
            case SPACE_SHARING_PRIVATE -> SharingType.PRIVATE.wireName();
            case SPACE_SHARING_SHARED -> SharingType.SHARED.wireName();
            case SPACE_SHARING_UNSPECIFIED, UNRECOGNIZED -> "";
        };
    }

    private static dev.atelier.studio.v1.Space proto(SpaceView view) {
        return builder(view.space())
                .setEffectiveSettings(SettingsProto.proto(view.effective()))
                .setUrl(view.url())
                .build();
    }

    private static dev.atelier.studio.v1.Space.Builder builder(Space space) {
        return dev.atelier.studio.v1.Space.newBuilder()
                .setDomainId(space.ref().domainId())
                .setSpaceName(space.ref().spaceName())
                .setDisplayName(space.displayName())
                .setSharingType(
                        switch (space.sharing()) {
                            case PRIVATE -> SpaceSharing.SPACE_SHARING_PRIVATE;
                            case SHARED -> SpaceSharing.SPACE_SHARING_SHARED;
                        })
                .setOwnerUserProfileName(Wire.text(space.ownerUserProfileName()))
                .setTeam(space.team())
                .setProject(space.project())
                .setSpaceSettings(SettingsProto.proto(space.settings()))
                .putAllTags(space.tags())
                .setStatus(TenancyProto.status(space.state()))
                .setFailureReason(Wire.text(space.state().failureReason()))
                .setCreationTime(ProtoTimes.timestamp(space.creationTime()))
                .setLastModifiedTime(ProtoTimes.timestamp(space.lastModifiedTime()));
    }
}
