package dev.atelier.studio.image;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "UpdateImageVersion")
record UpdateImageVersionJson(
        @Nullable List<String> aliasesToAdd,
        @Nullable List<String> aliasesToDelete,

        @Schema(description = "As they are unless given") @Nullable
        String releaseNotes) {
    ImageVersionChange toChange() {
        return new ImageVersionChange(
                aliasesToAdd == null ? List.of() : aliasesToAdd,
                aliasesToDelete == null ? List.of() : aliasesToDelete,
                releaseNotes);
    }
}
