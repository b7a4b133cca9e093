package dev.atelier.studio.app;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the lifecycle configuration of an app said and how it ended.
 *
 * @param status {@code Pending}, {@code Running}, {@code Succeeded} or {@code Failed}
 * @param exitCode null unless it came to its end
 * @param log the last 64 KiB
 */
public record LifecycleLog(
        String lifecycleConfigName,
        String status,
        @Nullable Integer exitCode,
        @Nullable Instant startTime,
        @Nullable Instant endTime,
        String log) {
    static LifecycleLog of(AppScript script) {
        return new LifecycleLog(
                script.config(),
                script.status(),
                script.exitCode(),
                script.startTime(),
                script.endTime(),
                script.log());
    }
}
