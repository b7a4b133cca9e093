package dev.atelier.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProductionGuardTest {
    private static final Path FILE = Path.of("secret");
    private static final TestConfig LOCAL = TestConfig.local(FILE, FILE);

    private static List<String> faults(SecurityConfig config, String http, String management) {
        return new ProductionGuard(config, Map.of("quarkus.http.host", http, "quarkus.management.host", management))
                .faults();
    }

    @Test
    void localModeStaysOnLoopback() {
        assertThat(faults(LOCAL, "127.0.0.1", "localhost")).isEmpty();
        assertThat(faults(LOCAL, "0.0.0.0", "127.0.0.1"))
                .singleElement()
                .asString()
                .contains("quarkus.http.host");
        assertThat(faults(LOCAL, "127.0.0.1", "0.0.0.0"))
                .singleElement()
                .asString()
                .contains("quarkus.management.host");
        assertThat(faults(LOCAL, "::1", "no.such.host.invalid")).hasSize(1);
    }

    @Test
    void localModeNeedsAToken() {
        assertThat(faults(TestConfig.local(null, FILE), "127.0.0.1", "127.0.0.1"))
                .singleElement()
                .asString()
                .contains("operator-token-file");
    }

    @Test
    void oidcModeNeedsItsProvider() {
        assertThat(faults(LOCAL.oidc(TestConfig.provider(null, null, " ")), "0.0.0.0", "0.0.0.0"))
                .hasSize(2)
                .anyMatch(fault -> fault.contains("issuer"))
                .anyMatch(fault -> fault.contains("audience"));
        assertThat(faults(
                        LOCAL.oidc(TestConfig.provider("https://sso", "https://sso/jwks", "atelier")),
                        "0.0.0.0",
                        "0.0.0.0"))
                .isEmpty();
    }
}
