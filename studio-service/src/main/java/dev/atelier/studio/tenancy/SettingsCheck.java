package dev.atelier.studio.tenancy;

import dev.atelier.studio.settings.LifecycleChoice;
import dev.atelier.studio.settings.Quotas;
import dev.atelier.studio.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Refuses settings that name what cannot run here. */
@ApplicationScoped
class SettingsCheck {
    private static final String SYSTEM = "system";

    private final DomainDefaults defaults;
    private final LifecycleNames lifecycles;

    SettingsCheck(DomainDefaults defaults, LifecycleNames lifecycles) {
        this.lifecycles = lifecycles;
        this.defaults = defaults;
    }

    /** The settings of a domain, with an image and an instance type in any case. */
    Settings ofDomain(Settings settings, Quotas quotas) {
        new Names()
                .settings("defaultUserSettings", settings)
                .quotas("quotas", quotas)
                .refuse(
                        quotas.homeSizeBytes() != null,
                        "quotas.homeSizeBytes",
                        "is for one home directory: set it in defaultUserSettings.quotas")
                .refuse(quotas.byType().containsKey(SYSTEM), "quotas.instancesByType", "the free Lab has no quota")
                .check();
        known("defaultUserSettings", settings);
        quotas.byType().keySet().forEach(defaults::instanceType);
        return settings.with(
                defaults.image(orEmpty(settings.image())), defaults.instanceType(orEmpty(settings.instanceType())));
    }

    /** The settings of a user profile, with whatever it sets. */
    Settings ofProfile(Settings settings) {
        return ofOwner("userSettings", settings);
    }

    /** The settings of a space, with whatever it sets. */
    Settings ofSpace(Settings settings) {
        return ofOwner("spaceSettings", settings);
    }

    private Settings ofOwner(String field, Settings settings) {
        new Names().settings(field, settings).check();
        known(field, settings);
        String image = settings.image();
        String type = settings.instanceType();
        return settings.with(
                image == null ? "" : defaults.image(image), type == null ? "" : defaults.instanceType(type));
    }

    private void known(String field, Settings settings) {
        attached(field + ".lifecycleConfigs.jupyterServer", settings.lifecycle().lab(), "JupyterServer");
        attached(field + ".lifecycleConfigs.kernelGateway", settings.lifecycle().kernels(), "KernelGateway");
        settings.timeouts().keySet().forEach(defaults::instanceType);
        settings.ownImages().forEach(defaults::customImage);
        settings.limits().byType().keySet().forEach(defaults::instanceType);
    }

    private void attached(String field, LifecycleChoice choice, String appType) {
        String name = choice.defaultName();
        if (name != null && !name.equals(LifecycleChoice.NO_SCRIPT)) {
            lifecycles.require(field + ".defaultName", name, appType);
        }
        if (choice.allowed() != null) {
            choice.allowed().forEach(allowed -> lifecycles.require(field + ".allowed", allowed, appType));
        }
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
