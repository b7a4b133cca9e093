package dev.atelier.studio.tenancy;

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
        Map<String, String> tags,
        Instant creationTime) {
    static DomainJson of(Domain domain) {
        return new DomainJson(
                domain.domainId(),
                domain.domainName(),
                domain.state().status(),
                domain.state().failureReason(),
                domain.defaultImage(),
                domain.defaultInstanceType(),
                domain.tags(),
                domain.creationTime());
    }
}
