package dev.atelier.studio.tenancy;

import dev.atelier.studio.store.OwnerKey;
import org.jspecify.annotations.Nullable;

/** Names one space. */
public record SpaceRef(String domainId, String spaceName) implements Owner {
    /** The space of that name; null without a name. */
    public static @Nullable SpaceRef optional(String domainId, @Nullable String spaceName) {
        return spaceName == null || spaceName.isEmpty() ? null : new SpaceRef(domainId, spaceName);
    }

    @Override
    public @Nullable String userProfileName() {
        return null;
    }

    @Override
    public String name() {
        return spaceName;
    }

    @Override
    public String key() {
        return OwnerKey.ofSpace(spaceName);
    }

    @Override
    public String toString() {
        return domainId + "/" + key();
    }
}
