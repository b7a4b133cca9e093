package dev.atelier.studio.tenancy;

/** Makes the place for an owner's files; it outlives the owner. */
public interface HomeSpace {
    /** Makes the home directory unless it is there. */
    void provide(Owner owner);

    /** Puts the home directory aside for the operator, where nobody who takes the name later finds it. What is not there is fine. */
    void retire(SpaceRef space);
}
