package dev.atelier.studio.tenancy;

import dev.atelier.api.error.AtelierException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Who may work in a space. */
public enum SharingType {
    /** Its owner alone. */
    PRIVATE("Private"),
    /** Every user of its domain. */
    SHARED("Shared");

    private final String wireName;

    SharingType(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** The type with this name on the wire; without a name, a space that has an owner is private and another one is shared. */
    static SharingType of(@Nullable String wireName, boolean owned) {
        if (wireName == null || wireName.isEmpty()) {
            return owned ? PRIVATE : SHARED;
        }
        return Arrays.stream(values())
                .filter(type -> type.wireName.equals(wireName))
                .findFirst()
                .orElseThrow(() -> AtelierException.invalid("sharingType", "must be Private or Shared"));
    }
}
