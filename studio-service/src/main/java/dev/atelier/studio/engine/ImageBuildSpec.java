package dev.atelier.studio.engine;

/**
 * An image to build.
 *
 * @param baseImage the name of the shipped image that it extends
 * @param requirements the text of a requirements file
 */
public record ImageBuildSpec(String imageVersionId, String baseImage, String requirements) {}
