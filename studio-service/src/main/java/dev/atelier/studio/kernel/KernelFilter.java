package dev.atelier.studio.kernel;

import dev.atelier.api.error.AtelierException;
import dev.atelier.studio.store.ListQuery;
import dev.atelier.studio.tenancy.OwnerFilter;
import org.jspecify.annotations.Nullable;

/**
 * Which kernels to list, and in which order; null or empty is any.
 *
 * @param executionState as on the wire
 * @param query with the document's path as the name, and the last activity as the time of the last change
 */
public record KernelFilter(
        OwnerFilter owner,
        @Nullable String executionState,
        @Nullable String kernelName,
        @Nullable String image,
        @Nullable String instanceType,
        @Nullable String appName,
        ListQuery query) {
    public KernelFilter {
        if (executionState != null
                && !executionState.isEmpty()
                && ExecutionState.ofWireName(executionState).isEmpty()) {
            throw AtelierException.invalid("executionState", "must be starting, idle, busy, restarting or dead");
        }
    }
}
