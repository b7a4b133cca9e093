package dev.atelier.studio.kernel;

import dev.atelier.studio.audit.Audit;
import dev.atelier.studio.audit.AuditSubject;
import dev.atelier.studio.instance.InstanceType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A kernel as callers see it: the row, and what its hub knows at this moment.
 *
 * @param spec what it runs on; null, "Unknown", until its app is in service
 * @param instanceId the instance it runs on; null until its app is placed
 * @param memoryBytes resident memory of its process and all that it started; null when not known
 */
public record KernelView(
        Kernel kernel,
        ExecutionState state,
        int connections,
        Instant lastActivity,
        @Nullable InstanceType spec,
        @Nullable String instanceId,
        @Nullable Long memoryBytes)
        implements AuditSubject {
    @Override
    public Audit.Resource auditedAs() {
        return AuditSubject.resource(
                kernel.kernelId(), kernel.owner().domainId(), kernel.owner().key());
    }
}
