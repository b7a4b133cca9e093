package dev.atelier.studio.tenancy;

import dev.atelier.studio.settings.Settings;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to change in a space: null leaves a part as it is, anything else takes the place of the whole part. */
public record SpaceChange(
        @Nullable String displayName,
        @Nullable String team,
        @Nullable String project,
        @Nullable Settings settings,
        @Nullable Map<String, String> tags) {}
