package dev.atelier.studio.lifecycle;

import dev.atelier.studio.audit.Audit;
import dev.atelier.studio.audit.AuditSubject;
import java.util.Map;

/**
 * A lifecycle configuration to make.
 *
 * @param appType as on the wire
 */
public record NewLifecycleConfig(String name, String appType, String script, Map<String, String> tags)
        implements AuditSubject {
    @Override
    public Audit.Resource auditedAs() {
        return AuditSubject.resource(name, null, null);
    }
}
