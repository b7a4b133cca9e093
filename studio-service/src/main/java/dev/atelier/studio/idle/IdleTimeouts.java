package dev.atelier.studio.idle;

import dev.atelier.studio.tenancy.EffectiveSettings;
import dev.atelier.studio.tenancy.Owner;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** How long a thing may be quiet. */
@ApplicationScoped
class IdleTimeouts {
    private final EffectiveSettings settings;
    private final IdleConfig config;

    IdleTimeouts(EffectiveSettings settings, IdleConfig config) {
        this.settings = settings;
        this.config = config;
    }

    /** What the profile or its domain says, or else the installation. Zero means forever. */
    Duration of(Owner owner, String instanceType) {
        return settings.idleTimeout(owner, instanceType)
                .orElseGet(() -> config.instanceTypes().getOrDefault(instanceType, config.timeout()));
    }
}
