package dev.atelier.studio.kernel;

import dev.atelier.studio.tenancy.Owner;
import java.time.Instant;

/**
 * A document bound to a kernel. An owner has one per path.
 *
 * @param path relative to the home directory
 * @param type {@code notebook}, {@code console} or {@code file}
 */
public record KernelSession(
        String sessionId, Owner owner, String path, String name, String type, String kernelId, Instant creationTime) {}
