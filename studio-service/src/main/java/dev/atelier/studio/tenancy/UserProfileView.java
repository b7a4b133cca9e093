package dev.atelier.studio.tenancy;

import dev.atelier.studio.settings.Settings;

/** A user profile with the settings in force for it. */
public record UserProfileView(UserProfile profile, Settings effective) {}
