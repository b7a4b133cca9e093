package dev.atelier.studio.kernel;

import dev.atelier.studio.tenancy.Owner;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A kernel as the database has it.
 *
 * @param appId the KernelGateway app that it lives in
 * @param path where its document is, relative to the home directory; it starts in that directory
 * @param death why it is dead, or why its process last ended by itself; null when it never did
 * @param launched whether the app's server has taken it on
 * @param restartWanted whether a restart was asked for and has not been carried out yet
 */
public record Kernel(
        String kernelId,
        Owner owner,
        String appId,
        String appName,
        String kernelName,
        String image,
        String instanceType,
        String path,
        ExecutionState state,
        @Nullable Death death,
        boolean launched,
        boolean restartWanted,
        Instant creationTime,
        Instant lastActivity) {
    /** Why it is dead or its process last ended, in a sentence; "" when it never did. */
    public String deathReason() {
        return death == null ? "" : death.reason();
    }

    /** Whether there is or will be a process. */
    public boolean isLive() {
        return state != ExecutionState.DEAD;
    }
}
