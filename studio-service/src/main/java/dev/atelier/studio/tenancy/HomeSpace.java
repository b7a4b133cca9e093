package dev.atelier.studio.tenancy;

/** Makes the place for a user's files; it outlives the profile. */
public interface HomeSpace {
    /** Makes the home directory unless it is there. */
    void provide(ProfileRef profile);
}
