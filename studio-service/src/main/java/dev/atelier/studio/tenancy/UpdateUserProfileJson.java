package dev.atelier.studio.tenancy;

import dev.atelier.studio.settings.Settings;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(
        name = "UpdateUserProfile",
        description = "What is absent stays; what is given takes the place of the whole member.")
record UpdateUserProfileJson(
        @Nullable String executionRole,
        @Nullable String team,
        @Nullable String project,
        @Nullable Settings userSettings,
        @Nullable Map<String, String> tags) {
    UserProfileChange toChange() {
        return new UserProfileChange(executionRole, team, project, userSettings, tags);
    }
}
