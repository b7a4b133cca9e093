package dev.atelier.studio.idle;

import dev.atelier.studio.tenancy.ProfileRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** How long a thing may be quiet. */
@ApplicationScoped
class IdleTimeouts {
    private final IdleConfig config;

    IdleTimeouts(IdleConfig config) {
        this.config = config;
    }

    /** Zero means forever. */
    Duration of(ProfileRef owner, String instanceType) {
        String user = owner.domainId() + "/" + owner.userProfileName();
        Duration domain = config.domains().getOrDefault(owner.domainId(), config.timeout());
        return config.users().getOrDefault(user, config.instanceTypes().getOrDefault(instanceType, domain));
    }
}
