package dev.atelier.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Configures local mode with the token and key files of {@link TestTokens}. */
public class SecurityResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        return Map.of(
                "atelier.security.mode", "local",
                "atelier.security.operator-token-file",
                        TestTokens.operatorTokenFile().toString(),
                "atelier.security.signing-key-file", TestTokens.signingKeyFile().toString());
    }

    @Override
    public void stop() {
        // the files live as long as the JVM: other tests use the same
    }
}
