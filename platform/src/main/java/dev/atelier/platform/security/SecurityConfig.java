package dev.atelier.platform.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How callers prove who they are ({@code atelier.security.*}). */
@ConfigMapping(prefix = "atelier.security")
public interface SecurityConfig {
    /** {@code local}: tokens of this installation on loopback. {@code oidc}: those, and the company's sign-on. */
    @WithDefault("local")
    Mode mode();

    /** The file with the operator's token, which is an administrator's; needed in local mode. */
    Optional<Path> operatorTokenFile();

    /** The file with the secret that user and service tokens are signed with, at least 32 bytes. */
    Path signingKeyFile();

    /** How long a service's own token lives. */
    @WithDefault("PT5M")
    Duration serviceTokenTtl();

    Oidc oidc();

    enum Mode {
        LOCAL,
        OIDC
    }

    /** The company's OpenID provider; issuer and audience are needed in oidc mode, a client to sign browsers in. */
    interface Oidc {
        Optional<String> issuer();

        /** Where the provider's keys are; its own {@code .well-known/openid-configuration} says so otherwise. */
        Optional<String> jwksUrl();

        /** Whom bearer tokens are for. */
        Optional<String> audience();

        /** The client by which browsers sign in; without it there are only bearer tokens and pre-signed URLs. */
        Optional<String> clientId();

        /** The file with the client's secret; none for a public client. */
        Optional<Path> clientSecretFile();

        /** What a browser's sign-in asks for; the claims with role and profile come with these. */
        @WithDefault("openid,profile,email")
        List<String> scopes();

        /** The claim with the role or roles; a path with dots goes into objects, for example {@code realm_access.roles}. */
        @WithDefault("roles")
        String rolesClaim();

        /** The claim with the domain of the caller's user profile. */
        @WithDefault("atelier_domain")
        String domainClaim();

        /** The claim with the name of the caller's user profile. */
        @WithDefault("atelier_user_profile")
        String userProfileClaim();

        /** How long the provider's keys are used before they are asked for again. */
        @WithDefault("PT10M")
        Duration keysRefresh();
    }
}
