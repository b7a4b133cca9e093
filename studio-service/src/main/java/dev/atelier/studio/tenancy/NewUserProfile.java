package dev.atelier.studio.tenancy;

import dev.atelier.studio.audit.Audit;
import dev.atelier.studio.audit.AuditSubject;
import dev.atelier.studio.settings.Settings;
import java.util.Map;

/** A user profile to make; everything but its name may be empty. */
public record NewUserProfile(
        ProfileRef ref, String executionRole, String team, String project, Settings settings, Map<String, String> tags)
        implements AuditSubject {
    @Override
    public Audit.Resource auditedAs() {
        return ref.auditedAs();
    }
}
