package dev.atelier.studio.tenancy;

import org.jspecify.annotations.Nullable;

/** Names one user profile. */
public record ProfileRef(String domainId, String userProfileName) implements Owner {
    @Override
    public @Nullable String spaceName() {
        return null;
    }

    @Override
    public String name() {
        return userProfileName;
    }

    @Override
    public String key() {
        return userProfileName;
    }

    @Override
    public String toString() {
        return domainId + "/" + userProfileName;
    }
}
