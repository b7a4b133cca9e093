package dev.atelier.studio.tenancy;

import dev.atelier.studio.settings.Settings;

/**
 * A space with the settings in force for it.
 *
 * @param url where its Lab is
 */
public record SpaceView(Space space, Settings effective, String url) {}
