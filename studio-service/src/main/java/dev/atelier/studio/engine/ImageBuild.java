package dev.atelier.studio.engine;

/** What an engine says of the build of an image. */
public sealed interface ImageBuild {
    /** It is on its way, or waits for its turn. */
    record Building() implements ImageBuild {}

    /** The environment can be used. */
    record Built() implements ImageBuild {}

    /** It cannot be built. The reason is fit for people. */
    record Failed(String reason) implements ImageBuild {}
}
