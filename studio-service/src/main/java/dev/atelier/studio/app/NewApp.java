package dev.atelier.studio.app;

import dev.atelier.studio.audit.Audit;
import dev.atelier.studio.audit.AuditSubject;

/**
 * An app to make.
 *
 * @param image empty for the domain's default
 * @param instanceType empty for the domain's default, or {@code system} for the Lab
 * @param lifecycleConfig the name of one that is attached; empty for the default, {@code None} for none
 */
public record NewApp(AppKey key, String image, String instanceType, String lifecycleConfig) implements AuditSubject {
    @Override
    public Audit.Resource auditedAs() {
        return key.auditedAs();
    }
}
