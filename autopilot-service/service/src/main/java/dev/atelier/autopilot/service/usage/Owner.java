package dev.atelier.autopilot.service.usage;

import java.util.Map;

/**
 * Who a resource belongs to and who pays for it; team, project and tags are those of the user profile when the resource was
 * made. Absent values are empty.
 */
public record Owner(String domainId, String userProfileName, String team, String project, Map<String, String> tags) {
    /** Stands where no owner has been read yet. */
    public static final Owner NOBODY = new Owner("", "", "", "", Map.of());

    public Owner {
        tags = Map.copyOf(tags);
    }

    /** As the contracts have it. */
    public dev.atelier.common.v1.Owner toProto() {
        return dev.atelier.common.v1.Owner.newBuilder()
                .setDomainId(domainId)
                .setUserProfileName(userProfileName)
                .setTeam(team)
                .setProject(project)
                .putAllTags(tags)
                .build();
    }
}
