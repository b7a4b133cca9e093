package dev.atelier.studio.app;

/**
 * An app to make.
 *
 * @param image empty for the domain's default
 * @param instanceType empty for the domain's default, or {@code system} for the Lab
 */
public record NewApp(AppKey key, String image, String instanceType) {}
