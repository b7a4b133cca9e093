package dev.atelier.studio.tenancy;

import dev.atelier.studio.settings.Settings;
import dev.atelier.studio.wire.Wire;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "CreateUserProfile")
record CreateUserProfileJson(
        @Schema(required = true) @Nullable String userProfileName,
        @Nullable String executionRole,
        @Nullable String team,
        @Nullable String project,

        @Schema(description = "What is other than in the domain") @Nullable
        Settings userSettings,

        @Nullable Map<String, String> tags) {
    NewUserProfile toNewUserProfile(String domainId) {
        return new NewUserProfile(
                new ProfileRef(domainId, Wire.text(userProfileName)),
                Wire.text(executionRole),
                Wire.text(team),
                Wire.text(project),
                userSettings == null ? Settings.NONE : userSettings,
                Wire.tags(tags));
    }
}
