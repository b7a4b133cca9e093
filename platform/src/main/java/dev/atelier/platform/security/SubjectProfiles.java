package dev.atelier.platform.security;

import java.util.Optional;

/** Knows the user profiles of people whose sign-on names none: a service that has them provides one as a bean. */
public interface SubjectProfiles {
    /** A user profile. */
    record Profile(String domainId, String userProfileName) {}

    /** The profile of the provider's subject. May block. */
    Optional<Profile> find(String subject);
}
