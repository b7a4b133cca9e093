package dev.atelier.studio.image;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to change in an image: null leaves a part as it is, an empty text takes it away. */
public record ImageChange(
        @Nullable String displayName,
        @Nullable String description,
        @Nullable String executionRole,
        @Nullable Map<String, String> tags) {}
