package dev.atelier.studio.tenancy;

import dev.atelier.api.error.AtelierException;
import dev.atelier.studio.settings.Quotas;
import dev.atelier.studio.settings.Settings;
import dev.atelier.studio.wire.Wire;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "CreateDomain")
record CreateDomainJson(
        @Schema(required = true) @Nullable String domainName,

        @Schema(description = "Short for defaultUserSettings.image") @Nullable
        String defaultImage,

        @Schema(description = "Short for defaultUserSettings.instanceType") @Nullable
        String defaultInstanceType,

        @Nullable Settings defaultUserSettings,

        @Schema(description = "What all users of the domain together may have") @Nullable
        Quotas quotas,

        @Nullable Map<String, String> tags) {
    NewDomain toNewDomain() {
        return new NewDomain(
                Wire.text(domainName),
                settings(defaultUserSettings, Wire.text(defaultImage), Wire.text(defaultInstanceType)),
                quotas == null ? Quotas.NONE : quotas,
                Wire.tags(tags));
    }

    /** The settings with the short forms in them; a value that is given twice must be the same. */
    static Settings settings(@Nullable Settings given, String image, String instanceType) {
        Settings settings = given == null ? Settings.NONE : given;
        return settings.with(
                same("defaultImage", image, Wire.text(settings.image())),
                same("defaultInstanceType", instanceType, Wire.text(settings.instanceType())));
    }

    private static String same(String field, String shortForm, String full) {
        if (!shortForm.isEmpty() && !full.isEmpty() && !shortForm.equals(full)) {
            throw AtelierException.invalid(field, "is other than in defaultUserSettings");
        }
        return full.isEmpty() ? shortForm : full;
    }
}
