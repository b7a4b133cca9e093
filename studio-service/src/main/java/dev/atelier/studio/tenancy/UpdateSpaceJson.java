package dev.atelier.studio.tenancy;

import dev.atelier.studio.settings.Settings;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "UpdateSpace", description = "What is absent stays; what is given takes the place of the whole member.")
record UpdateSpaceJson(
        @Nullable String displayName,
        @Nullable String team,
        @Nullable String project,
        @Nullable Settings spaceSettings,
        @Nullable Map<String, String> tags) {
    SpaceChange toChange() {
        return new SpaceChange(displayName, team, project, spaceSettings, tags);
    }
}
