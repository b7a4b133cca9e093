package dev.atelier.studio.image;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to change in a version.
 *
 * @param releaseNotes null leaves them as they are
 */
public record ImageVersionChange(
        List<String> aliasesToAdd,
        List<String> aliasesToDelete,
        @Nullable String releaseNotes) {
    public ImageVersionChange {
        aliasesToAdd = List.copyOf(aliasesToAdd);
        aliasesToDelete = List.copyOf(aliasesToDelete);
    }
}
