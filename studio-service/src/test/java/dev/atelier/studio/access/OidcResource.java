package dev.atelier.studio.access;

import dev.atelier.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** Configures oidc mode with a {@link TestIssuer}, which tests get into a field of that type. */
public class OidcResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable TestIssuer issuer;
    private @Nullable Path secret;

    @Override
    public Map<String, String> start() {
        try {
            TestIssuer started = new TestIssuer();
            issuer = started;
            secret = Files.writeString(Files.createTempFile("atelier-client-", ""), TestIssuer.SECRET + "\n");
            Map<String, String> settings = new HashMap<>();
            settings.put("atelier.security.mode", "oidc");
            settings.put(
                    "atelier.security.operator-token-file",
                    TestTokens.operatorTokenFile().toString());
            settings.put(
                    "atelier.security.signing-key-file",
                    TestTokens.signingKeyFile().toString());
            settings.put("atelier.security.oidc.issuer", started.issuer());
            settings.put("atelier.security.oidc.audience", TestIssuer.AUDIENCE);
            settings.put("atelier.security.oidc.client-id", TestIssuer.CLIENT);
            settings.put("atelier.security.oidc.client-secret-file", secret.toString());
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(Objects.requireNonNull(issuer), new TestInjector.MatchesType(TestIssuer.class));
    }

    @Override
    public void stop() {
        if (issuer != null) {
            issuer.close();
        }
        if (secret != null) {
            try {
                Files.deleteIfExists(secret);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
