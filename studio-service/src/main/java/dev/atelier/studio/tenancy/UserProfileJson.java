package dev.atelier.studio.tenancy;

import dev.atelier.studio.settings.Settings;
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

        @Schema(description = "What is other than in the domain")
        Settings userSettings,

        @Schema(description = "What applies, the domain's defaults included; absent in lists") @Nullable
        Settings effectiveSettings,

        Map<String, String> tags,
        String status,
        @Nullable String failureReason,
        Instant creationTime,
        Instant lastModifiedTime) {
    static UserProfileJson of(UserProfileView view) {
        return of(view.profile(), view.effective());
    }

    static UserProfileJson of(UserProfile profile) {
        return of(profile, null);
    }

    private static UserProfileJson of(UserProfile profile, @Nullable Settings effective) {
        return new UserProfileJson(
                profile.ref().domainId(),
                profile.ref().userProfileName(),
                Wire.textOrNull(profile.executionRole()),
                Wire.textOrNull(profile.team()),
                Wire.textOrNull(profile.project()),
                profile.settings(),
                effective,
                profile.tags(),
                profile.state().status(),
                profile.state().failureReason(),
                profile.creationTime(),
                profile.lastModifiedTime());
    }
}
