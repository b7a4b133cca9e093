package dev.atelier.studio.lifecycle;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "LifecycleConfig")
record LifecycleConfigJson(
        String lifecycleConfigName,

        @Schema(description = "JupyterServer or KernelGateway")
        String appType,

        @Schema(description = "Absent in lists") @Nullable String script,

        Map<String, String> tags,
        Instant creationTime,
        Instant lastModifiedTime) {
    static LifecycleConfigJson of(LifecycleConfig config) {
        return of(config, config.script());
    }

    static LifecycleConfigJson listed(LifecycleConfig config) {
        return of(config, null);
    }

    private static LifecycleConfigJson of(LifecycleConfig config, @Nullable String script) {
        return new LifecycleConfigJson(
                config.name(),
                config.appType().wireName(),
                script,
                config.tags(),
                config.creationTime(),
                config.lastModifiedTime());
    }
}
