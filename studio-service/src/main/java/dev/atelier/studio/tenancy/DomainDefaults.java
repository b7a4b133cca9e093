package dev.atelier.studio.tenancy;

import dev.atelier.studio.settings.CustomImage;

/** Checks and fills in what a domain starts its kernels with; implemented where images and instance types are known. */
public interface DomainDefaults {
    /** The image to use: the one named, or the shipped default for an empty name. Refuses what cannot run here. */
    String image(String name);

    /** Refuses an own image or an app image config that is not there. */
    void customImage(CustomImage image);

    /** The instance type to use: the one named, or the smallest for an empty name. Refuses an unknown one. */
    String instanceType(String name);
}
