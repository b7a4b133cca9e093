package dev.atelier.studio.tenancy;

import dev.atelier.studio.settings.Quotas;
import dev.atelier.studio.settings.Settings;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

@RegisterForReflection
@Schema(name = "Domain")
record DomainJson(
        String domainId,
        String domainName,
        String status,
        @Nullable String failureReason,
        String defaultImage,
        String defaultInstanceType,
        Settings defaultUserSettings,
        Quotas quotas,
        Map<String, String> tags,
        Instant creationTime,
        Instant lastModifiedTime) {
    static DomainJson of(Domain domain) {
        return new DomainJson(
                domain.domainId(),
                domain.domainName(),
                domain.state().status(),
                domain.state().failureReason(),
                domain.defaultImage(),
                domain.defaultInstanceType(),
                domain.defaults(),
                domain.quotas(),
                domain.tags(),
                domain.creationTime(),
                domain.lastModifiedTime());
    }
}
