package dev.atelier.studio.store;

import dev.atelier.api.error.AtelierException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a list can be ordered by. */
public enum SortKey {
    NAME("name"),
    CREATION_TIME("creationTime"),
    LAST_MODIFIED_TIME("lastModifiedTime");

    private final String wireName;

    SortKey(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** The key with this name on the wire; the name of the resource when none is given. */
    public static SortKey of(@Nullable String wireName) {
        if (wireName == null || wireName.isEmpty()) {
            return NAME;
        }
        return Arrays.stream(values())
                .filter(key -> key.wireName.equals(wireName))
                .findFirst()
                .orElseThrow(() -> AtelierException.invalid(
                        "sortBy",
                        "must be one of "
                                + Arrays.stream(values()).map(SortKey::wireName).collect(Collectors.joining(", "))));
    }
}
