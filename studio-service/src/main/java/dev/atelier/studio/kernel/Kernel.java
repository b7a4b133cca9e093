package dev.atelier.studio.kernel;

import dev.atelier.studio.tenancy.ProfileRef;
import java.time.Instant;

/**
 * A kernel as the database has it.
 *
 * @param appId the KernelGateway app that it lives in
 * @param path where its document is, relative to the home directory; it starts in that directory
 * @param deathReason why it is dead, or why its process last ended by itself; "" when it never did
 * @param launched whether the app's server has taken it on
 */
public record Kernel(
        String kernelId,
        ProfileRef owner,
        String appId,
        String appName,
        String kernelName,
        String image,
        String instanceType,
        String path,
        ExecutionState state,
        String deathReason,
        boolean launched,
        Instant creationTime,
        Instant lastActivity) {
    /** Whether there is or will be a process. */
    public boolean isLive() {
        return state != ExecutionState.DEAD;
    }
}
