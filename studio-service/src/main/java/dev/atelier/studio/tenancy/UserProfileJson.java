package dev.atelier.studio.tenancy;

import dev.atelier.studio.wire.Wire;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "UserProfile")
record UserProfileJson(
        String domainId,
        String userProfileName,
        @Nullable String executionRole,
        @Nullable String team,
        @Nullable String project,
        Map<String, String> tags,
        String status,
        @Nullable String failureReason,
        Instant creationTime) {
    static UserProfileJson of(UserProfile profile) {
        return new UserProfileJson(
                profile.ref().domainId(),
                profile.ref().userProfileName(),
                Wire.textOrNull(profile.executionRole()),
                Wire.textOrNull(profile.team()),
                Wire.textOrNull(profile.project()),
                profile.tags(),
                profile.state().status(),
                profile.state().failureReason(),
                profile.creationTime());
    }
}
