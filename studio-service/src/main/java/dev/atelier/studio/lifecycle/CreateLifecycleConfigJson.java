package dev.atelier.studio.lifecycle;

import dev.atelier.studio.wire.Wire;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "CreateLifecycleConfig")
record CreateLifecycleConfigJson(
        @Schema(required = true) @Nullable String lifecycleConfigName,

        @Schema(required = true, description = "JupyterServer or KernelGateway") @Nullable
        String appType,

        @Schema(
                required = true,
                maxLength = LifecycleOperations.MAX_SCRIPT,
                description = "Run by what its first line names, or else by bash; no place for secrets")
        @Nullable
        String script,

        @Nullable Map<String, String> tags) {
    NewLifecycleConfig toNewLifecycleConfig() {
        return new NewLifecycleConfig(
                Wire.text(lifecycleConfigName), Wire.text(appType), Wire.text(script), Wire.tags(tags));
    }
}
