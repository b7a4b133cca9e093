package dev.atelier.studio.app;

import dev.atelier.studio.tenancy.Owner;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What other features may know of an app.
 *
 * @param status {@code Pending}, {@code InService}, {@code Deleting}, {@code Deleted} or {@code Failed}
 * @param endReason why it was ended when its owner did not ask for it
 * @param instanceId the instance it is placed on; null for the free Lab
 */
public record AppView(
        String appId,
        String appName,
        Owner owner,
        AppType type,
        String image,
        String instanceType,
        @Nullable String instanceId,
        String status,
        @Nullable String failureReason,
        @Nullable String endReason,
        Instant creationTime,
        @Nullable Instant inServiceTime,
        @Nullable Instant endTime) {}
