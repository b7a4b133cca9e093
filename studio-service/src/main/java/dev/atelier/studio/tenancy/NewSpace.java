package dev.atelier.studio.tenancy;

import dev.atelier.studio.audit.Audit;
import dev.atelier.studio.audit.AuditSubject;
import dev.atelier.studio.settings.Settings;
import java.util.Map;

/**
 * A space to make; everything but its name may be empty.
 *
 * @param sharingType as on the wire; empty is Private with an owner and Shared without one
 */
public record NewSpace(
        SpaceRef ref,
        String displayName,
        String sharingType,
        String ownerUserProfileName,
        String team,
        String project,
        Settings settings,
        Map<String, String> tags)
        implements AuditSubject {
    @Override
    public Audit.Resource auditedAs() {
        return ref.auditedAs();
    }
}
