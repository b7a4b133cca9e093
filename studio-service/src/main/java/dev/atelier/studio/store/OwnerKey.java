package dev.atelier.studio.store;

import org.jspecify.annotations.Nullable;

/**
 * How rows say whose they are: a user profile's name, or {@code space.} and a space's name. No name has a dot, so the two never meet.
 */
public final class OwnerKey {
    private static final String SPACE = "space.";

    private OwnerKey() {}

    public static String ofSpace(String spaceName) {
        return SPACE + spaceName;
    }

    /** The name of the space whose key this is; null for a profile's, and for none. */
    public static @Nullable String spaceName(String key) {
        return key.startsWith(SPACE) ? key.substring(SPACE.length()) : null;
    }

    /** The name of the profile whose key this is; null for a space's, and for none. */
    public static @Nullable String userProfileName(String key) {
        return key.isEmpty() || key.startsWith(SPACE) ? null : key;
    }

    /** The key that a caller means by one of two names; null when it gives none. A space goes first. */
    public static @Nullable String given(@Nullable String userProfileName, @Nullable String spaceName) {
        return spaceName == null || spaceName.isEmpty() ? userProfileName : ofSpace(spaceName);
    }
}
