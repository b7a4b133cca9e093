package dev.atelier.studio.image;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "UpdateImage", description = "What is absent stays as it is; an empty text takes a part away.")
record UpdateImageJson(
        @Nullable String displayName,
        @Nullable String description,
        @Nullable String executionRole,
        @Nullable Map<String, String> tags) {
    ImageChange toChange() {
        return new ImageChange(displayName, description, executionRole, tags);
    }
}
