package dev.atelier.studio.tenancy;

import dev.atelier.studio.settings.Quotas;
import dev.atelier.studio.settings.Settings;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "UpdateDomain", description = "What is absent stays; what is given takes the place of the whole member.")
record UpdateDomainJson(
        @Schema(description = "Image and instance type stay when they are not given") @Nullable
        Settings defaultUserSettings,

        @Nullable Quotas quotas,
        @Nullable Map<String, String> tags) {
    DomainChange toChange() {
        return new DomainChange(defaultUserSettings, quotas, tags);
    }
}
