package dev.atelier.studio.change;

import java.time.Instant;

/**
 * One change of one resource.
 *
 * @param changeId grows with every change, in the order in which they became visible
 * @param domainId in which domain; empty for what belongs to the whole installation
 * @param ownerKey whose resource it is, as an {@link dev.atelier.studio.store.OwnerKey}; empty for what belongs to the domain as a whole
 * @param resourceType {@code Domain}, {@code UserProfile}, {@code Space}, {@code App}, {@code Instance}, {@code Kernel}, {@code Session},
 *     {@code Image}, {@code ImageVersion}, {@code AppImageConfig}
 * @param resourceId an id, or the name of a user profile, space, image or app image config; {@code name:3} for an image version
 * @param change {@code Created}, {@code Updated}, {@code StatusChanged} or {@code Deleted}
 * @param status after the change, as the resource has it; empty when it has none
 * @param reason why it failed or ended; empty when there is nothing to say
 */
public record Change(
        long changeId,
        Instant time,
        String domainId,
        String ownerKey,
        String resourceType,
        String resourceId,
        String change,
        String status,
        String reason) {}
