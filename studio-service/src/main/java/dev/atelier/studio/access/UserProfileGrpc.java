package dev.atelier.studio.access;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.api.time.ProtoTimes;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.settings.SettingsProto;
import dev.atelier.studio.tenancy.NewUserProfile;
import dev.atelier.studio.tenancy.ProfileOperations;
import dev.atelier.studio.tenancy.ProfileRef;
import dev.atelier.studio.tenancy.SpaceRef;
import dev.atelier.studio.tenancy.TenancyFilter;
import dev.atelier.studio.tenancy.TenancyProto;
import dev.atelier.studio.tenancy.UserProfileChange;
import dev.atelier.studio.v1.CreateAccessTokenRequest;
import dev.atelier.studio.v1.CreateAccessTokenResponse;
import dev.atelier.studio.v1.CreatePresignedUrlRequest;
import dev.atelier.studio.v1.CreatePresignedUrlResponse;
import dev.atelier.studio.v1.CreateUserProfileRequest;
import dev.atelier.studio.v1.CreateUserProfileResponse;
import dev.atelier.studio.v1.DeleteUserProfileRequest;
import dev.atelier.studio.v1.DeleteUserProfileResponse;
import dev.atelier.studio.v1.GetUserProfileRequest;
import dev.atelier.studio.v1.GetUserProfileResponse;
import dev.atelier.studio.v1.ListUserProfilesRequest;
import dev.atelier.studio.v1.ListUserProfilesResponse;
import dev.atelier.studio.v1.UpdateUserProfileRequest;
import dev.atelier.studio.v1.UpdateUserProfileResponse;
import dev.atelier.studio.v1.UserProfile;
import dev.atelier.studio.v1.UserProfileService;
import dev.atelier.studio.wire.ListProto;
import dev.atelier.studio.wire.UpdateMask;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;

/** User profiles, and the ways in as one, over gRPC: one service of the contract. */
@GrpcService
@Blocking
class UserProfileGrpc implements UserProfileService {
    private final ProfileOperations profiles;
    private final AccessOperations access;
    private final CallerContext callers;

    UserProfileGrpc(ProfileOperations profiles, AccessOperations access, CallerContext callers) {
        this.profiles = profiles;
        this.access = access;
        this.callers = callers;
    }

    @Override
    public Uni<CreateUserProfileResponse> createUserProfile(CreateUserProfileRequest request) {
        return Uni.createFrom().item(() -> {
            NewUserProfile profile = new NewUserProfile(
                    new ProfileRef(request.getDomainId(), request.getUserProfileName()),
                    request.getExecutionRole(),
                    request.getTeam(),
                    request.getProject(),
                    SettingsProto.settings(request.getUserSettings()),
                    request.getTagsMap());
            return CreateUserProfileResponse.newBuilder()
                    .setUserProfile(TenancyProto.profile(
                            profiles.create(callers.caller(), profile, request.getIdempotencyKey())))
                    .build();
        });
    }

    @Override
    public Uni<GetUserProfileResponse> getUserProfile(GetUserProfileRequest request) {
        return Uni.createFrom().item(() -> {
            ProfileRef ref = new ProfileRef(request.getDomainId(), request.getUserProfileName());
            return GetUserProfileResponse.newBuilder()
                    .setUserProfile(TenancyProto.profile(profiles.get(callers.caller(), ref)))
                    .build();
        });
    }

    @Override
    public Uni<ListUserProfilesResponse> listUserProfiles(ListUserProfilesRequest request) {
        return Uni.createFrom().item(() -> {
            PageRequest wanted = PageRequest.ofProto(request.getPageSize(), request.getPageToken());
            TenancyFilter filter = new TenancyFilter(
                    request.getNameContains(),
                    ListProto.status(request.getStatus()),
                    ListProto.sort(request.getSortBy(), request.getSortOrder()));
            Page<UserProfile> page = profiles.list(callers.caller(), request.getDomainId(), filter, wanted)
                    .map(profile -> TenancyProto.profile(profile));
            return ListUserProfilesResponse.newBuilder()
                    .addAllUserProfiles(page.items())
                    .setNextPageToken(page.nextPageTokenOrEmpty())
                    .build();
        });
    }

    @Override
    public Uni<UpdateUserProfileResponse> updateUserProfile(UpdateUserProfileRequest request) {
        return Uni.createFrom().item(() -> {
            UpdateMask mask = new UpdateMask(
                    request.getUpdateMask(), "execution_role", "team", "project", "user_settings", "tags");
            UserProfileChange change = new UserProfileChange(
                    mask.value("execution_role", !request.getExecutionRole().isEmpty(), request.getExecutionRole()),
                    mask.value("team", !request.getTeam().isEmpty(), request.getTeam()),
                    mask.value("project", !request.getProject().isEmpty(), request.getProject()),
                    mask.value(
                            "user_settings",
                            request.hasUserSettings(),
                            SettingsProto.settings(request.getUserSettings())),
                    mask.value("tags", request.getTagsCount() > 0, request.getTagsMap()));
            ProfileRef ref = new ProfileRef(request.getDomainId(), request.getUserProfileName());
            return UpdateUserProfileResponse.newBuilder()
                    .setUserProfile(TenancyProto.profile(profiles.update(callers.caller(), ref, change)))
                    .build();
        });
    }

    @Override
    public Uni<DeleteUserProfileResponse> deleteUserProfile(DeleteUserProfileRequest request) {
        return Uni.createFrom().item(() -> {
            profiles.delete(callers.caller(), new ProfileRef(request.getDomainId(), request.getUserProfileName()));
            return DeleteUserProfileResponse.getDefaultInstance();
        });
    }

    @Override
    public Uni<CreatePresignedUrlResponse> createPresignedUrl(CreatePresignedUrlRequest request) {
        return Uni.createFrom().item(() -> {
            NewPresignedUrl url = new NewPresignedUrl(
                    new ProfileRef(request.getDomainId(), request.getUserProfileName()),
                    SpaceRef.optional(request.getDomainId(), request.getSpaceName()),
                    request.getExpiresInSeconds(),
                    request.getSessionExpirationDurationInSeconds());
            return CreatePresignedUrlResponse.newBuilder()
                    .setAuthorizedUrl(
                            access.createPresignedUrl(callers.caller(), url).toString())
                    .build();
        });
    }

    @Override
    public Uni<CreateAccessTokenResponse> createAccessToken(CreateAccessTokenRequest request) {
        return Uni.createFrom().item(() -> {
            AccessToken token = access.createAccessToken(
                    callers.caller(),
                    new ProfileRef(request.getDomainId(), request.getUserProfileName()),
                    request.getExpiresInSeconds());
            return CreateAccessTokenResponse.newBuilder()
                    .setAccessToken(token.token())
                    .setExpirationTime(ProtoTimes.timestamp(token.expirationTime()))
                    .build();
        });
    }
}
