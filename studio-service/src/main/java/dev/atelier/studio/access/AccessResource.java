package dev.atelier.studio.access;

import dev.atelier.platform.security.CallerContext;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;

/** Pre-signed URLs and access tokens over REST. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Access")
class AccessResource {
    private final AccessOperations operations;
    private final CallerContext callers;

    AccessResource(AccessOperations operations, CallerContext callers) {
        this.operations = operations;
        this.callers = callers;
    }

    @POST
    @Path("presigned-urls")
    @ResponseStatus(201)
    @Operation(summary = "Make a URL which signs one browser in as the user, once")
    public RestResponse<AccessJson.PresignedUrl> createPresignedUrl(AccessJson.CreatePresignedUrl request) {
        return secret(new AccessJson.PresignedUrl(operations
                .createPresignedUrl(callers.caller(), request.toNewPresignedUrl())
                .toString()));
    }

    @POST
    @Path("access-tokens")
    @ResponseStatus(201)
    @Operation(summary = "Make a token with which a program acts as the user")
    public RestResponse<AccessJson.AccessTokenJson> createAccessToken(AccessJson.CreateAccessToken request) {
        AccessToken token = operations.createAccessToken(
                callers.caller(), request.profile(), Objects.requireNonNullElse(request.expiresInSeconds(), 0));
        return secret(new AccessJson.AccessTokenJson(token.token(), token.expirationTime()));
    }

    private static <T> RestResponse<T> secret(T body) {
        return RestResponse.ResponseBuilder.<T>create(RestResponse.Status.CREATED)
                .entity(body)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
