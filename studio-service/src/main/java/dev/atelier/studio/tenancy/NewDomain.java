package dev.atelier.studio.tenancy;

import dev.atelier.studio.audit.Audit;
import dev.atelier.studio.audit.AuditSubject;
import dev.atelier.studio.settings.Quotas;
import dev.atelier.studio.settings.Settings;
import java.util.Map;

/**
 * A domain to make.
 *
 * @param defaults of its user profiles; without an image the shipped default, without an instance type the smallest
 * @param quotas what all of its users together may have
 */
public record NewDomain(String domainName, Settings defaults, Quotas quotas, Map<String, String> tags)
        implements AuditSubject {
    @Override
    public Audit.Resource auditedAs() {
        return AuditSubject.resource(domainName, null, null);
    }
}
