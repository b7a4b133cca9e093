package dev.atelier.studio.tenancy;

import dev.atelier.api.error.AtelierException;
import org.jspecify.annotations.Nullable;

/** Whose things a caller wants to see; null or empty is not said. */
public record OwnerFilter(
        @Nullable String domainId,
        @Nullable String userProfileName,
        @Nullable String spaceName) {
    /** Everybody's. */
    public static final OwnerFilter ANY = new OwnerFilter(null, null, null);

    public OwnerFilter {
        domainId = blankToNull(domainId);
        userProfileName = blankToNull(userProfileName);
        spaceName = blankToNull(spaceName);
        if (userProfileName != null && spaceName != null) {
            throw AtelierException.invalid("spaceName", "give either userProfileName or spaceName");
        }
    }

    /** The owner it names in this domain, if it names one. */
    @Nullable
    Owner owner(String domain) {
        if (spaceName != null) {
            return new SpaceRef(domain, spaceName);
        }
        return userProfileName == null ? null : new ProfileRef(domain, userProfileName);
    }

    private static @Nullable String blankToNull(@Nullable String value) {
        return value == null || value.isEmpty() ? null : value;
    }
}
