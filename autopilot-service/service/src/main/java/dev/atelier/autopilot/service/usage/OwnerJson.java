package dev.atelier.autopilot.service.usage;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;

/** An owner as REST has it; what the user profile does not say is empty. */
@RegisterForReflection
public record OwnerJson(
        String domainId, String userProfileName, String team, String project, Map<String, String> tags) {
    /** Renders an owner. */
    public static OwnerJson of(Owner owner) {
        return new OwnerJson(owner.domainId(), owner.userProfileName(), owner.team(), owner.project(), owner.tags());
    }
}
