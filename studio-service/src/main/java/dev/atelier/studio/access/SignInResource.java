package dev.atelier.studio.access;

import dev.atelier.studio.wire.Wire;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Where a pre-signed URL leads: signs the browser in and sends it to the user's Lab. */
@Path("/auth")
@RunOnVirtualThread
@Tag(name = "Access")
class SignInResource {
    static final String COOKIE = "atelier-session";

    private final AccessOperations operations;
    private final AccessConfig config;

    SignInResource(AccessOperations operations, AccessConfig config) {
        this.operations = operations;
        this.config = config;
    }

    @GET
    @Operation(summary = "Sign a browser in with a pre-signed URL")
    public RestResponse<Void> signIn(@QueryParam("token") @Nullable String token) {
        BrowserSession session = operations.signIn(Wire.text(token));
        NewCookie cookie = new NewCookie.Builder(COOKIE)
                .value(session.token())
                .path("/")
                .maxAge((int) session.duration().toSeconds())
                .httpOnly(true)
                .secure(config.secureCookie())
                .sameSite(NewCookie.SameSite.LAX)
                .build();
        URI lab = URI.create("/jupyter/%s/%s/lab"
                .formatted(session.profile().domainId(), session.profile().userProfileName()));
        return RestResponse.ResponseBuilder.<Void>create(RestResponse.Status.FOUND)
                .location(lab)
                .cookie(cookie)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("Referrer-Policy", "no-referrer")
                .build();
    }
}
