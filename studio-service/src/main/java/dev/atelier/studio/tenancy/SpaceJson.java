package dev.atelier.studio.tenancy;

import dev.atelier.studio.settings.Settings;
import dev.atelier.studio.wire.Wire;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "Space")
record SpaceJson(
        String domainId,
        String spaceName,
        @Nullable String displayName,

        @Schema(description = "Private or Shared") String sharingType,

        @Schema(description = "Who may change and delete it besides administrators") @Nullable
        String ownerUserProfileName,

        @Nullable String team,
        @Nullable String project,

        @Schema(description = "What is other than for its owner, or in the domain for a shared space")
        Settings spaceSettings,

        @Schema(description = "What applies; absent in lists") @Nullable
        Settings effectiveSettings,

        @Schema(description = "Where its JupyterLab is; absent in lists") @Nullable
        String url,

        Map<String, String> tags,
        String status,
        @Nullable String failureReason,
        Instant creationTime,
        Instant lastModifiedTime) {
    static SpaceJson of(SpaceView view) {
        return of(view.space(), view.effective(), view.url());
    }

    static SpaceJson of(Space space) {
        return of(space, null, null);
    }

    private static SpaceJson of(Space space, @Nullable Settings effective, @Nullable String url) {
        return new SpaceJson(
                space.ref().domainId(),
                space.ref().spaceName(),
                Wire.textOrNull(space.displayName()),
                space.sharing().wireName(),
                space.ownerUserProfileName(),
                Wire.textOrNull(space.team()),
                Wire.textOrNull(space.project()),
                space.settings(),
                effective,
                url,
                space.tags(),
                space.state().status(),
                space.state().failureReason(),
                space.creationTime(),
                space.lastModifiedTime());
    }
}
