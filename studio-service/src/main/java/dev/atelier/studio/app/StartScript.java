package dev.atelier.studio.app;

/**
 * What runs before an app starts.
 *
 * @param config the name of the lifecycle configuration
 * @param script its text
 */
public record StartScript(String config, String script) {}
