package dev.atelier.studio.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.platform.security.AwsKeys;
import dev.atelier.platform.security.TokenAuthenticator;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Gives the holder of a token what AWS clients sign with. */
@Path("/api/v1/aws-credentials")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Access")
class AwsCredentialsResource {
    private static final int JWT_PARTS = 3;

    private final AwsKeys keys;
    private final ObjectMapper json;

    AwsCredentialsResource(AwsKeys keys, ObjectMapper json) {
        this.keys = keys;
        this.json = json;
    }

    @POST
    @Operation(
            summary = "Turn the token of this request into credentials for AWS clients",
            description =
                    "They sign requests to POST / as whoever the token belongs to, for as long as the token is valid.")
    public RestResponse<AwsCredentialsJson> createAwsCredentials(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        String token = TokenAuthenticator.token(authorization).orElseThrow();
        AwsKeys.Credentials credentials = keys.issue(token);
        return RestResponse.ResponseBuilder.ok(new AwsCredentialsJson(
                        credentials.accessKeyId(), credentials.secretAccessKey(), token, expiration(token)))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /** The token was checked before; the operator's never expires. */
    private @Nullable Instant expiration(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != JWT_PARTS) {
            return null;
        }
        try {
            JsonNode claims = json.readTree(Base64.getUrlDecoder().decode(parts[1]));
            return claims.path("exp").isNumber()
                    ? Instant.ofEpochSecond(claims.path("exp").longValue())
                    : null;
        } catch (IOException | IllegalArgumentException _) {
            return null;
        }
    }

    @RegisterForReflection
    @Schema(name = "AwsCredentials")
    record AwsCredentialsJson(
            String accessKeyId,
            String secretAccessKey,
            String sessionToken,

            @Schema(description = "Absent when they do not expire") @Nullable
            Instant expirationTime) {}
}
