package dev.atelier.api.identity;

import java.util.Locale;
import java.util.Optional;

/** What a caller may do. */
public enum Role {
    /** Everything in every domain. */
    ADMIN,
    /** What belongs to the own user profile. */
    MEMBER,
    /** Reads everything, changes nothing. */
    VIEWER,
    /** Another service of this installation, for itself or for a user. */
    SERVICE;

    /** The role as it is written in tokens, for example {@code member}. */
    public String claim() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a claim, in any case. */
    public static Optional<Role> find(String claim) {
        for (Role role : values()) {
            if (role.name().equalsIgnoreCase(claim)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
