package dev.atelier.studio.access;

import dev.atelier.studio.tenancy.ProfileRef;
import dev.atelier.studio.tenancy.SpaceRef;
import dev.atelier.studio.wire.Wire;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "Capability")
record CapabilityJson(
        String capabilityId,
        String domainId,
        String userProfileName,

        @Schema(description = "Whose kernels it opens; absent for the user's own") @Nullable
        String spaceName,

        @Schema(description = "Read or Execute") String scope,

        Instant creationTime,
        Instant expirationTime,

        @Schema(
                description =
                        "The base URL for a Jupyter client, such as JUPYTER_GATEWAY_URL; told once, when it is made")
        @Nullable
        String url) {
    static CapabilityJson of(Capability capability) {
        return of(capability, null);
    }

    static CapabilityJson of(Capabilities.Created created) {
        return of(created.capability(), created.url().toString());
    }

    private static CapabilityJson of(Capability capability, @Nullable String url) {
        return new CapabilityJson(
                capability.capabilityId(),
                capability.profile().domainId(),
                capability.profile().userProfileName(),
                capability.owner().spaceName(),
                capability.scope().wireName(),
                capability.creationTime(),
                capability.expirationTime(),
                url);
    }

    @Override
    public String toString() {
        return "CapabilityJson[capabilityId=" + capabilityId + ", url=<redacted>]";
    }

    @RegisterForReflection
    @Schema(name = "CreateCapability")
    record Create(
            @Schema(required = true) @Nullable String domainId,
            @Schema(required = true) @Nullable String userProfileName,

            @Schema(description = "Whose kernels it opens; without it the user's own") @Nullable
            String spaceName,

            @Schema(
                    description = "Read looks at kernels; Execute starts, ends and uses them too",
                    enumeration = {"Read", "Execute"},
                    defaultValue = "Execute")
            @Nullable
            String scope,

            @Schema(minimum = "60", maximum = "43200", defaultValue = "900") @Nullable
            Integer expiresInSeconds) {
        NewCapability toNewCapability() {
            return new NewCapability(
                    new ProfileRef(Wire.text(domainId), Wire.text(userProfileName)),
                    SpaceRef.optional(Wire.text(domainId), spaceName),
                    CapabilityScope.of(Wire.text(scope)),
                    Objects.requireNonNullElse(expiresInSeconds, 0));
        }
    }
}
