package dev.atelier.studio.app;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "LifecycleLog")
record LifecycleLogJson(
        String lifecycleConfigName,

        @Schema(description = "Pending, Running, Succeeded or Failed")
        String status,

        @Nullable Integer exitCode,
        @Nullable Instant startTime,
        @Nullable Instant endTime,

        @Schema(description = "The last 64 KiB of what the script said")
        String log) {
    static LifecycleLogJson of(LifecycleLog log) {
        return new LifecycleLogJson(
                log.lifecycleConfigName(), log.status(), log.exitCode(), log.startTime(), log.endTime(), log.log());
    }
}
