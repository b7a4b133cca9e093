package dev.atelier.studio.engine;

/**
 * Builds the environments of own images. Every operation is idempotent by the id of the version. An environment that was built can be
 * named by that id where an image is named.
 */
public interface ImageBuilds {
    /** Whether an own image can be built on this shipped one. */
    boolean buildsOn(String baseImage);

    /** Starts the build unless it was started before, and says how it is. A build that failed is not started again. */
    ImageBuild ensure(ImageBuildSpec spec);

    /** Whether the environment is there, whole, and what it was built on is still there. */
    boolean built(String imageVersionId);

    /** What a build has said so far, its end when that is long; empty when there is none. */
    String log(String imageVersionId);

    /** Ends the build and takes the environment away; true once nothing is left of it. */
    boolean remove(String imageVersionId);
}
