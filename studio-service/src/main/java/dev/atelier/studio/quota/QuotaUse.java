package dev.atelier.studio.quota;

import dev.atelier.studio.tenancy.Owner;
import org.jspecify.annotations.Nullable;

/**
 * A quota and how much of it is used.
 *
 * @param owner whose it is; null for the domain's own
 * @param quota as in {@link dev.atelier.studio.settings.Quotas}
 * @param instanceType for a quota of instances of one type; null otherwise
 * @param limit null when there is none
 */
public record QuotaUse(
        String domainId,
        @Nullable Owner owner,
        String quota,
        @Nullable String instanceType,
        @Nullable Integer limit,
        long inUse) {
    @Nullable
    String userProfileName() {
        return owner == null ? null : owner.userProfileName();
    }

    @Nullable
    String spaceName() {
        return owner == null ? null : owner.spaceName();
    }
}
