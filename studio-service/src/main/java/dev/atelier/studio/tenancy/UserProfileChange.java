package dev.atelier.studio.tenancy;

import dev.atelier.studio.settings.Settings;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to change in a user profile: null leaves a part as it is, anything else takes the place of the whole part. */
public record UserProfileChange(
        @Nullable String executionRole,
        @Nullable String team,
        @Nullable String project,
        @Nullable Settings settings,
        @Nullable Map<String, String> tags) {}
