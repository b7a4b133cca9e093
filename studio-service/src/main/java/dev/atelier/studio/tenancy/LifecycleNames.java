package dev.atelier.studio.tenancy;

/** Knows lifecycle configurations by name; implemented where they are kept. */
public interface LifecycleNames {
    /**
     * Refuses the name of what is not there, or is for apps of another type, with {@code VALIDATION}. What is there stays until the
     * transaction ends.
     *
     * @param field the field that has the name
     * @param appType as on the wire
     */
    void require(String field, String name, String appType);
}
