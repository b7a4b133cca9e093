package dev.atelier.studio.tenancy;

import dev.atelier.studio.audit.Audit;
import dev.atelier.studio.audit.AuditSubject;
import dev.atelier.studio.settings.Quotas;
import dev.atelier.studio.settings.Settings;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * A Studio: what user profiles, their homes and their apps live in.
 *
 * @param defaults what its user profiles start with; image and instance type are always there
 * @param quotas what all of its users together may have
 */
public record Domain(
        String domainId,
        String domainName,
        TenancyState state,
        Settings defaults,
        Quotas quotas,
        Map<String, String> tags,
        Instant creationTime,
        Instant lastModifiedTime)
        implements AuditSubject {
    @Override
    public Audit.Resource auditedAs() {
        return AuditSubject.resource(domainId, domainId, null);
    }

    public Domain {
        tags = Map.copyOf(tags);
    }

    public String defaultImage() {
        return Objects.requireNonNull(defaults.image());
    }

    public String defaultInstanceType() {
        return Objects.requireNonNull(defaults.instanceType());
    }
}
