package dev.atelier.studio.change;

import dev.atelier.studio.store.OwnerKey;
import dev.atelier.studio.wire.Wire;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "Change")
record ChangeJson(
        long changeId,
        Instant time,
        String domainId,

        @Schema(description = "Absent for what belongs to the domain as a whole, or to a space") @Nullable
        String userProfileName,

        @Schema(description = "Absent for what does not belong to a space") @Nullable
        String spaceName,

        @Schema(description = "Domain, UserProfile, Space, App, Instance, Kernel or Session")
        String resourceType,

        String resourceId,

        @Schema(description = "Created, Updated, StatusChanged or Deleted")
        String change,

        @Nullable String status,
        @Nullable String reason) {
    static ChangeJson of(Change change) {
        return new ChangeJson(
                change.changeId(),
                change.time(),
                change.domainId(),
                OwnerKey.userProfileName(change.ownerKey()),
                OwnerKey.spaceName(change.ownerKey()),
                change.resourceType(),
                change.resourceId(),
                change.change(),
                Wire.textOrNull(change.status()),
                Wire.textOrNull(change.reason()));
    }
}
