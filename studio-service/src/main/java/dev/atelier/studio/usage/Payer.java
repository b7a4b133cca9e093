package dev.atelier.studio.usage;

import dev.atelier.common.v1.Owner;
import dev.atelier.studio.tenancy.Tenant;
import dev.atelier.studio.wire.Wire;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who pays for something, as it is told to billing.
 *
 * @param account the user on whose account it is: himself, or a private space's owner; null for a shared space
 */
public record Payer(
        dev.atelier.studio.tenancy.Owner owner,
        @Nullable String account,
        String team,
        String project,
        Map<String, String> tags) {
    public Payer {
        tags = Map.copyOf(tags);
    }

    public static Payer of(Tenant tenant) {
        String account = tenant.account() == null ? null : tenant.account().userProfileName();
        return new Payer(tenant.owner(), account, tenant.team(), tenant.project(), tenant.tags());
    }

    Owner toProto() {
        return Owner.newBuilder()
                .setDomainId(owner.domainId())
                .setUserProfileName(Wire.text(account))
                .setSpaceName(Wire.text(owner.spaceName()))
                .setTeam(team)
                .setProject(project)
                .putAllTags(tags)
                .build();
    }
}
