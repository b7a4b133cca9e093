package dev.atelier.studio.home;

import dev.atelier.studio.tenancy.EffectiveSettings;
import dev.atelier.studio.tenancy.Owner;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.OptionalLong;

/** {@code quotas.homeSizeBytes} of the profile, else of its domain. */
@ApplicationScoped
class SettingsHomeQuota implements HomeQuota {
    private final EffectiveSettings settings;

    SettingsHomeQuota(EffectiveSettings settings) {
        this.settings = settings;
    }

    @Override
    public OptionalLong limit(Owner owner) {
        Long bytes = settings.of(owner).limits().homeSizeBytes();
        return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes);
    }
}
