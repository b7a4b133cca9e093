package dev.atelier.studio.image;

import dev.atelier.studio.audit.Audit;
import dev.atelier.studio.audit.AuditSubject;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How an own image is run: which of its kernels it offers under which names, and how the home is seen in it. Settings name it together
 * with the image.
 *
 * @param kernelSpecs 1 to 5
 */
public record AppImageConfig(
        String appImageConfigName,
        List<KernelSpec> kernelSpecs,
        FileSystemConfig fileSystemConfig,
        Map<String, String> tags,
        Instant creationTime,
        Instant lastModifiedTime)
        implements AuditSubject {
    public AppImageConfig {
        kernelSpecs = List.copyOf(kernelSpecs);
        tags = Map.copyOf(tags);
    }

    @Override
    public Audit.Resource auditedAs() {
        return AuditSubject.resource(appImageConfigName, null, null);
    }
}
