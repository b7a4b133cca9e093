package dev.atelier.studio.image;

import dev.atelier.studio.wire.Wire;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "CreateImageVersion")
record CreateImageVersionJson(
        @Schema(description = "The shipped image that it extends; data-science unless given") @Nullable
        String baseImage,

        @Schema(
                description =
                        "The text of a requirements file: a package and its version on each line. Options, URLs and paths"
                                + " are refused.",
                examples = "polars==1.33.1")
        @Nullable
        String requirements,

        @Nullable List<String> aliases,
        @Nullable String releaseNotes) {
    NewImageVersion toNewImageVersion(String imageName) {
        return new NewImageVersion(
                imageName,
                Wire.text(baseImage),
                Wire.text(requirements),
                aliases == null ? List.of() : aliases,
                Wire.text(releaseNotes));
    }
}
