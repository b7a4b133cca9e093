package dev.atelier.studio.image;

import dev.atelier.studio.audit.Audit;
import dev.atelier.studio.audit.AuditSubject;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;

/** An app image config to make. */
@RegisterForReflection
public record NewAppImageConfig(
        String appImageConfigName,
        List<KernelSpec> kernelSpecs,
        FileSystemConfig fileSystemConfig,
        Map<String, String> tags)
        implements AuditSubject {
    public NewAppImageConfig {
        kernelSpecs = List.copyOf(kernelSpecs);
        tags = Map.copyOf(tags);
    }

    @Override
    public Audit.Resource auditedAs() {
        return AuditSubject.resource(appImageConfigName, null, null);
    }
}
