package dev.atelier.studio.image;

import dev.atelier.studio.settings.CustomImage;
import dev.atelier.studio.tenancy.Owner;
import java.util.List;
import java.util.Optional;

/** The images that the engine in force can run: those that ship with Atelier, and the own ones that are built. */
public interface ImageCatalog {
    /** The name of the default image, Data Science. */
    String DEFAULT_IMAGE = "data-science";

    /** All images that a user can choose from, the default first, as his settings have them. */
    List<Image> images(Owner owner);

    /** The image that a user means, as his settings have it: {@code my-image}, {@code my-image:3}, {@code my-image:stable}. */
    Optional<Image> image(Owner owner, String reference);

    /**
     * The same for a user who will run it: an own image's version is kept until the transaction ends. Refuses what cannot run with
     * {@code UNKNOWN_IMAGE}.
     */
    Image imageToRun(Owner owner, String reference);

    /** The shipped image to run instead of this one where no own image may be: the default for an own one. */
    String shipped(String reference);

    /** What engines know the image by that exactly this reference names. */
    String environment(String reference);

    /**
     * Whether settings may name the image: it is kept until the transaction ends. Refuses what cannot run with {@code UNKNOWN_IMAGE};
     * returns the reference, the default for an empty one.
     */
    String imageToSet(String reference);

    /** The same for an own image and its app image config. */
    void requireCustom(CustomImage image);
}
