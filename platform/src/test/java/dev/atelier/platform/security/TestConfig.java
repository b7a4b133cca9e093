package dev.atelier.platform.security;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A configuration for tests without Quarkus. */
record TestConfig(
        Mode mode,
        Optional<Path> operatorTokenFile,
        Path signingKeyFile,
        Duration serviceTokenTtl,
        SecurityConfig.Oidc oidc)
        implements SecurityConfig {
    record TestOidc(
            Optional<String> issuer,
            Optional<String> jwksUrl,
            Optional<String> audience,
            Optional<String> clientId,
            Optional<Path> clientSecretFile,
            List<String> scopes,
            String rolesClaim,
            String domainClaim,
            String userProfileClaim,
            Duration keysRefresh)
            implements SecurityConfig.Oidc {}

    static TestConfig local(@Nullable Path operatorTokenFile, Path signingKeyFile) {
        return new TestConfig(
                Mode.LOCAL,
                Optional.ofNullable(operatorTokenFile),
                signingKeyFile,
                Duration.ofMinutes(5),
                provider(null, null, null));
    }

    static TestOidc provider(@Nullable String issuer, @Nullable String jwksUrl, @Nullable String audience) {
        return new TestOidc(
                Optional.ofNullable(issuer),
                Optional.ofNullable(jwksUrl),
                Optional.ofNullable(audience),
                Optional.empty(),
                Optional.empty(),
                List.of("openid"),
                "realm_access.roles",
                "atelier_domain",
                "atelier_user_profile",
                Duration.ofMinutes(10));
    }

    TestConfig oidc(SecurityConfig.Oidc provider) {
        return new TestConfig(Mode.OIDC, operatorTokenFile, signingKeyFile, serviceTokenTtl, provider);
    }
}
