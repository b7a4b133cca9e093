package dev.atelier.studio.usage;

import dev.atelier.common.v1.Owner;
import dev.atelier.studio.tenancy.ProfileRef;
import java.util.Map;

/** Who pays for something, as it is told to billing. */
public record Payer(ProfileRef profile, String team, String project, Map<String, String> tags) {
    public Payer {
        tags = Map.copyOf(tags);
    }

    Owner toProto() {
        return Owner.newBuilder()
                .setDomainId(profile.domainId())
                .setUserProfileName(profile.userProfileName())
                .setTeam(team)
                .setProject(project)
                .putAllTags(tags)
                .build();
    }
}
