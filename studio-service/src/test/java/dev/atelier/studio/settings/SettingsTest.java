package dev.atelier.studio.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.platform.json.AtelierJson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final Settings DOMAIN = new Settings(
            "data-science",
            "ml.t3.medium",
            Duration.ofHours(2),
            Map.of("ml.g4dn.xlarge", Duration.ofMinutes(20)),
            new Quotas(5, 3, Map.of("ml.g4dn.xlarge", 1), 20, 1_000L),
            null,
            new LifecycleSettings(
                    new LifecycleChoice("lab", List.of("other")), new LifecycleChoice("kernels", List.of("other"))));

    @Test
    void whatAProfileDoesNotSetIsTheDomains() {
        assertThat(Settings.NONE.over(DOMAIN)).isEqualTo(DOMAIN);
    }

    @Test
    void aProfileOverridesValueByValue() {
        Settings profile = new Settings(
                null,
                "ml.m5.large",
                null,
                Map.of("ml.m5.large", Duration.ZERO),
                new Quotas(9, null, Map.of("ml.m5.large", 2), 0, null),
                null,
                new LifecycleSettings(null, new LifecycleChoice(LifecycleChoice.NO_SCRIPT, null)));

        Settings effective = profile.over(DOMAIN);

        assertThat(effective.image()).isEqualTo("data-science");
        assertThat(effective.instanceType()).isEqualTo("ml.m5.large");
        assertThat(effective.idleTimeoutOn("ml.m5.large")).contains(Duration.ZERO);
        assertThat(effective.idleTimeoutOn("ml.g4dn.xlarge")).contains(Duration.ofMinutes(20));
        assertThat(effective.idleTimeoutOn("ml.t3.medium")).contains(Duration.ofHours(2));
        assertThat(effective.limits())
                .isEqualTo(new Quotas(9, 3, Map.of("ml.g4dn.xlarge", 1, "ml.m5.large", 2), 0, 1_000L));
        assertThat(effective.lifecycle().lab().defaultName()).isEqualTo("lab");
        assertThat(effective.lifecycle().kernels().defaultName()).isEqualTo("None");
        assertThat(effective.lifecycle().kernels().allows("other")).isTrue();
        assertThat(effective.lifecycle().kernels().allows("kernels")).isFalse();
    }

    @Test
    void aProfilesIdleTimeoutIsStrongerThanTheDomainsForAType() {
        Settings profile = new Settings(null, null, Duration.ofHours(8), null, null, null, null);

        assertThat(profile.over(DOMAIN).idleTimeoutOn("ml.g4dn.xlarge")).contains(Duration.ofHours(8));
    }

    @Test
    void nothingSetIsNoTimeoutAndNoLimit() {
        assertThat(Settings.NONE.idleTimeoutOn("ml.t3.medium")).isEmpty();
        assertThat(Settings.NONE.limits()).isEqualTo(Quotas.NONE);
    }

    @Test
    void whatIsStoredIsReadBackAndMayBeOfANewerRelease() {
        SettingsStore store = new SettingsStore(AtelierJson.newMapper());

        assertThat(store.settings(store.write(DOMAIN))).isEqualTo(DOMAIN);
        assertThat(store.quotas(store.write(DOMAIN.limits()))).isEqualTo(DOMAIN.limits());
        assertThat(store.write(Settings.NONE)).isEqualTo("{}");
        assertThat(store.settings("{\"image\":\"base-python\",\"ofTomorrow\":true}")
                        .image())
                .isEqualTo("base-python");
    }
}
