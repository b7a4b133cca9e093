package dev.atelier.studio.lifecycle;

import dev.atelier.studio.app.AppType;
import java.time.Instant;
import java.util.Map;

/**
 * A script for apps of one type. It is not changed, only deleted; whoever reads it may use it, so it is no place for secrets.
 *
 * @param script at most 16,384 characters
 */
public record LifecycleConfig(
        String name,
        AppType appType,
        String script,
        Map<String, String> tags,
        Instant creationTime,
        Instant lastModifiedTime) {
    public LifecycleConfig {
        tags = Map.copyOf(tags);
    }
}
