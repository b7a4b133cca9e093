package dev.atelier.studio.tenancy;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.studio.store.Sort;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** User profiles over REST. */
@Path("/api/v1/domains/{domainId}/user-profiles")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "User profiles")
class UserProfileResource {
    private final ProfileOperations operations;
    private final CallerContext callers;

    UserProfileResource(ProfileOperations operations, CallerContext callers) {
        this.operations = operations;
        this.callers = callers;
    }

    @POST
    @ResponseStatus(201)
    @Operation(summary = "Create a user profile")
    public RestResponse<UserProfileJson> createUserProfile(
            @PathParam("domainId") String domainId,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            CreateUserProfileJson request) {
        UserProfileView view = operations.create(callers.caller(), request.toNewUserProfile(domainId), idempotencyKey);
        URI location = URI.create("/api/v1/domains/%s/user-profiles/%s"
                .formatted(domainId, view.profile().ref().userProfileName()));
        return RestResponse.ResponseBuilder.<UserProfileJson>created(location)
                .entity(UserProfileJson.of(view))
                .build();
    }

    @GET
    @Operation(summary = "List the user profiles of a domain")
    public Page<UserProfileJson> listUserProfiles(
            @PathParam("domainId") String domainId,
            @QueryParam("nameContains") @Nullable String nameContains,
            @QueryParam("status") @Nullable String status,
            @QueryParam("sortBy") @Nullable String sortBy,
            @QueryParam("sortOrder") @Nullable String sortOrder,
            @QueryParam("pageSize") @Nullable Integer pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return operations
                .list(
                        callers.caller(),
                        domainId,
                        new TenancyFilter(nameContains, status, Sort.of(sortBy, sortOrder)),
                        PageRequest.of(pageSize, pageToken))
                .map(profile -> UserProfileJson.of(profile));
    }

    @GET
    @Path("{userProfileName}")
    @Operation(summary = "Describe a user profile")
    public UserProfileJson getUserProfile(
            @PathParam("domainId") String domainId, @PathParam("userProfileName") String userProfileName) {
        return UserProfileJson.of(operations.get(callers.caller(), new ProfileRef(domainId, userProfileName)));
    }

    @PATCH
    @Path("{userProfileName}")
    @Operation(summary = "Change a user profile; what is set applies to launches from now on")
    public UserProfileJson updateUserProfile(
            @PathParam("domainId") String domainId,
            @PathParam("userProfileName") String userProfileName,
            UpdateUserProfileJson request) {
        ProfileRef ref = new ProfileRef(domainId, userProfileName);
        return UserProfileJson.of(operations.update(callers.caller(), ref, request.toChange()));
    }

    @DELETE
    @Path("{userProfileName}")
    @Operation(summary = "Delete a user profile that has no live apps; its files are kept")
    public void deleteUserProfile(
            @PathParam("domainId") String domainId, @PathParam("userProfileName") String userProfileName) {
        operations.delete(callers.caller(), new ProfileRef(domainId, userProfileName));
    }
}
