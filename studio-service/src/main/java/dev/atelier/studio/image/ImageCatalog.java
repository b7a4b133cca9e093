package dev.atelier.studio.image;

import java.util.List;
import java.util.Optional;

/** The images that the engine in force can run. */
public interface ImageCatalog {
    /** The name of the default image, Data Science. */
    String DEFAULT_IMAGE = "data-science";

    /** All images, the default first. */
    List<Image> images();

    /** The image with this name. */
    Optional<Image> image(String name);
}
