package dev.atelier.studio.tenancy;

import java.util.Optional;

/** What may live under a user profile; implemented by the features that put something there. */
public interface ProfileOccupants {
    /** In words, what keeps the profile from being deleted; empty when nothing does. The profile's row is locked meanwhile. */
    Optional<String> occupying(ProfileRef profile);
}
