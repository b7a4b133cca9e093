package dev.atelier.platform.security;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.identity.Role;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jspecify.annotations.Nullable;

/** Tokens of the company's OpenID provider: signature by its published keys, issuer, audience, life, role and profile. */
final class OidcTokens {
    /** Asymmetric algorithms only: a public key must never be taken for an HMAC secret. */
    private static final String[] ALGORITHMS = {
        AlgorithmIdentifiers.RSA_USING_SHA256,
        AlgorithmIdentifiers.RSA_USING_SHA384,
        AlgorithmIdentifiers.RSA_USING_SHA512,
        AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
        AlgorithmIdentifiers.RSA_PSS_USING_SHA384,
        AlgorithmIdentifiers.RSA_PSS_USING_SHA512,
        AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
        AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
        AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512,
        AlgorithmIdentifiers.EDDSA
    };

    private static final List<Role> STRONGEST_FIRST = List.of(Role.ADMIN, Role.MEMBER, Role.VIEWER);

    private final SecurityConfig.Oidc config;
    private final String audience;
    private final OidcProvider provider;
    private final JwksKeys keys;
    private final SubjectProfiles profiles;
    private final Clock clock;
    private final JwtConsumer peek = new JwtConsumerBuilder()
            .setSkipAllValidators()
            .setDisableRequireSignature()
            .setSkipSignatureVerification()
            .build();

    OidcTokens(SecurityConfig.Oidc config, SubjectProfiles profiles, Clock clock) {
        this.config = config;
        this.audience = required("audience", config.audience());
        this.provider = new OidcProvider(
                required("issuer", config.issuer()),
                config.jwksUrl().filter(url -> !url.isBlank()).map(URI::create),
                clock);
        this.keys = new JwksKeys(provider::keys, config.keysRefresh(), clock);
        this.profiles = profiles;
        this.clock = clock;
    }

    OidcProvider provider() {
        return provider;
    }

    /** Whether the token says that it is the provider's; says nothing about whether that is true. */
    boolean issued(String token) {
        try {
            return provider.issuer().equals(peek.processToClaims(token).getIssuer());
        } catch (InvalidJwtException | MalformedClaimException _) {
            return false;
        }
    }

    /** Who sends a bearer token. May block for the provider's keys. */
    Caller authenticate(String token) {
        return caller(verified(token, audience));
    }

    /** Who signed in at the provider, by the identity token that the client got for it. May block for the provider's keys. */
    Caller signedIn(String idToken, String clientId, String nonce) {
        JwtClaims claims = verified(idToken, clientId);
        Map<String, Object> said = claims.getClaimsMap();
        boolean ours = MessageDigest.isEqual(
                nonce.getBytes(StandardCharsets.UTF_8),
                String.valueOf(said.get("nonce")).getBytes(StandardCharsets.UTF_8));
        if (!ours || (said.containsKey("azp") && !clientId.equals(said.get("azp")))) {
            throw AtelierException.unauthenticated("The sign-on was meant for somebody else; sign in again.");
        }
        return caller(claims);
    }

    private JwtClaims verified(String token, String expectedAudience) {
        JwtConsumer consumer = new JwtConsumerBuilder()
                .setVerificationKeyResolver(keys)
                .setJwsAlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, ALGORITHMS)
                .setExpectedIssuer(provider.issuer())
                .setExpectedAudience(expectedAudience)
                .setRequireSubject()
                .setRequireExpirationTime()
                .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                .setAllowedClockSkewInSeconds(30)
                .build();
        try {
            return consumer.processToClaims(token);
        } catch (InvalidJwtException e) {
            throw AtelierException.unauthenticated(
                    e.hasExpired() ? "The token has expired; sign in again." : "The token is not valid here.");
        }
    }

    private Caller caller(JwtClaims claims) {
        Map<String, Object> said = claims.getClaimsMap();
        List<String> named = texts(claim(said, config.rolesClaim()));
        Role role = STRONGEST_FIRST.stream()
                .filter(known -> named.stream().anyMatch(name -> name.equalsIgnoreCase(known.claim())))
                .findFirst()
                .orElseThrow(() -> AtelierException.permissionDenied(
                        "The token's claim '%s' holds none of the roles admin, member, viewer."
                                .formatted(config.rolesClaim())));
        String subject = String.valueOf(said.get("sub"));
        String domain = text(claim(said, config.domainClaim()));
        String user = text(claim(said, config.userProfileClaim()));
        if (domain != null && user != null) {
            return new Caller(subject, role, domain, user);
        }
        Optional<SubjectProfiles.Profile> profile = profiles.find(subject);
        if (role == Role.MEMBER && profile.isEmpty()) {
            throw AtelierException.permissionDenied(
                    "The token's claims '%s' and '%s' name no user profile, and none is kept for the subject '%s'."
                            .formatted(config.domainClaim(), config.userProfileClaim(), subject));
        }
        return new Caller(
                subject,
                role,
                profile.map(SubjectProfiles.Profile::domainId).orElse(null),
                profile.map(SubjectProfiles.Profile::userProfileName).orElse(null));
    }

    private static @Nullable Object claim(Map<String, Object> claims, String path) {
        if (claims.containsKey(path)) {
            return claims.get(path);
        }
        Object value = claims;
        for (String step : path.split("\\.", -1)) {
            value = value instanceof Map<?, ?> object ? object.get(step) : null;
        }
        return value;
    }

    private static List<String> texts(@Nullable Object claim) {
        return switch (claim) {
            case Collection<?> several ->
                several.stream().filter(Objects::nonNull).map(Object::toString).toList();
            case String words -> Stream.of(words.split("[ ,]+", -1)).toList();
            case null, default -> List.of();
        };
    }

    private static @Nullable String text(@Nullable Object claim) {
        return claim instanceof String text && !text.isBlank() ? text : null;
    }

    private static String required(String key, Optional<String> value) {
        return value.filter(text -> !text.isBlank())
                .orElseThrow(() -> new IllegalStateException(
                        "atelier.security.oidc." + key + " is needed when atelier.security.mode is oidc"));
    }
}
