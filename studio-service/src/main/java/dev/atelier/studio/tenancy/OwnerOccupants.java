package dev.atelier.studio.tenancy;

import java.util.Optional;

/** What may live under a user profile or a space; implemented by the features that put something there. */
public interface OwnerOccupants {
    /** In words, what keeps the owner from being deleted; empty when nothing does. The owner's row is locked meanwhile. */
    Optional<String> occupying(Owner owner);
}
