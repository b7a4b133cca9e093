package dev.atelier.studio.tenancy;

import dev.atelier.studio.wire.Wire;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "CreateDomain")
record CreateDomainJson(
        @Schema(required = true) @Nullable String domainName,
        @Nullable String defaultImage,
        @Nullable String defaultInstanceType,
        @Nullable Map<String, String> tags) {
    NewDomain toNewDomain() {
        return new NewDomain(
                Wire.text(domainName), Wire.text(defaultImage), Wire.text(defaultInstanceType), Wire.tags(tags));
    }
}
