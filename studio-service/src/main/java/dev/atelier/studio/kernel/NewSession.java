package dev.atelier.studio.kernel;

import dev.atelier.studio.audit.Audit;
import dev.atelier.studio.audit.AuditSubject;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What to bind.
 *
 * @param kernelId an existing kernel, or empty to start the one that is described
 * @param kernel the owner, the path, and the kernel to start
 * @param type empty for {@code notebook}
 */
@RegisterForReflection
public record NewSession(NewKernel kernel, String kernelId, String name, String type) implements AuditSubject {
    @Override
    public Audit.Resource auditedAs() {
        return kernel.auditedAs();
    }
}
