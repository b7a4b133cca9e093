package dev.atelier.studio.tenancy;

import dev.atelier.studio.settings.Settings;
import dev.atelier.studio.wire.Wire;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "CreateSpace")
record CreateSpaceJson(
        @Schema(required = true) @Nullable String spaceName,
        @Nullable String displayName,

        @Schema(description = "Private or Shared; with an owner Private unless said, without one Shared") @Nullable
        String sharingType,

        @Schema(description = "Needed for a private space") @Nullable
        String ownerUserProfileName,

        @Schema(description = "Who pays; for a private space its owner's team unless said") @Nullable
        String team,

        @Nullable String project,

        @Schema(description = "What is other than for its owner, or in the domain for a shared space") @Nullable
        Settings spaceSettings,

        @Nullable Map<String, String> tags) {
    NewSpace toNewSpace(String domainId) {
        return new NewSpace(
                new SpaceRef(domainId, Wire.text(spaceName)),
                Wire.text(displayName),
                Wire.text(sharingType),
                Wire.text(ownerUserProfileName),
                Wire.text(team),
                Wire.text(project),
                spaceSettings == null ? Settings.NONE : spaceSettings,
                Wire.tags(tags));
    }
}
