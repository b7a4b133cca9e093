package dev.atelier.studio.image;

import dev.atelier.studio.wire.Wire;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "CreateImage")
record CreateImageJson(
        @Schema(required = true) @Nullable String imageName,
        @Nullable String displayName,
        @Nullable String description,
        @Nullable String executionRole,
        @Nullable Map<String, String> tags) {
    NewImage toNewImage() {
        return new NewImage(
                Wire.text(imageName),
                Wire.text(displayName),
                Wire.text(description),
                Wire.text(executionRole),
                Wire.tags(tags));
    }
}
