package dev.atelier.studio.access;

import dev.atelier.api.identity.Caller;
import dev.atelier.studio.tenancy.ProfileRef;
import dev.atelier.studio.tenancy.SpaceRef;
import dev.atelier.studio.wire.Wire;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The bodies of access requests and answers. */
final class AccessJson {
    private AccessJson() {}

    @RegisterForReflection
    @Schema(name = "CreatePresignedUrl")
    record CreatePresignedUrl(
            @Schema(required = true) @Nullable String domainId,
            @Schema(required = true) @Nullable String userProfileName,

            @Schema(description = "Where the browser goes; the user's own Lab unless said") @Nullable
            String spaceName,

            @Schema(minimum = "5", maximum = "300", defaultValue = "300") @Nullable
            Integer expiresInSeconds,

            @Schema(minimum = "1800", maximum = "43200", defaultValue = "43200") @Nullable
            Integer sessionExpirationDurationInSeconds) {
        NewPresignedUrl toNewPresignedUrl() {
            return new NewPresignedUrl(
                    new ProfileRef(Wire.text(domainId), Wire.text(userProfileName)),
                    SpaceRef.optional(Wire.text(domainId), spaceName),
                    Objects.requireNonNullElse(expiresInSeconds, 0),
                    Objects.requireNonNullElse(sessionExpirationDurationInSeconds, 0));
        }
    }

    @RegisterForReflection
    @Schema(name = "PresignedUrl")
    record PresignedUrl(String authorizedUrl) {}

    @RegisterForReflection
    @Schema(name = "CreateAccessToken")
    record CreateAccessToken(
            @Schema(required = true) @Nullable String domainId,
            @Schema(required = true) @Nullable String userProfileName,

            @Schema(minimum = "60", maximum = "43200", defaultValue = "3600") @Nullable
            Integer expiresInSeconds) {
        ProfileRef profile() {
            return new ProfileRef(Wire.text(domainId), Wire.text(userProfileName));
        }
    }

    @RegisterForReflection
    @Schema(name = "AccessToken")
    record AccessTokenJson(String accessToken, Instant expirationTime) {}

    @RegisterForReflection
    @Schema(name = "PutSignOnIdentity")
    record PutSignOnIdentity(
            @Schema(required = true) @Nullable String domainId,
            @Schema(required = true) @Nullable String userProfileName) {}

    @RegisterForReflection
    @Schema(name = "SignOnIdentity")
    record SignOnIdentityJson(String subject, String domainId, String userProfileName, Instant creationTime) {
        static SignOnIdentityJson of(SignOnIdentity identity) {
            return new SignOnIdentityJson(
                    identity.subject(),
                    identity.profile().domainId(),
                    identity.profile().userProfileName(),
                    identity.creationTime());
        }
    }

    @RegisterForReflection
    @Schema(name = "BrowserSession")
    record BrowserSessionJson(
            String subject,
            String role,
            @Nullable String domainId,
            @Nullable String userProfileName,
            Instant expirationTime) {
        static BrowserSessionJson of(BrowserSessions.Session session) {
            Caller caller = session.caller();
            return new BrowserSessionJson(
                    caller.subject(),
                    caller.role().claim(),
                    caller.domainId(),
                    caller.userProfileName(),
                    session.expirationTime());
        }
    }
}
