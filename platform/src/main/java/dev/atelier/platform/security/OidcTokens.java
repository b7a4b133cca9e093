package dev.atelier.platform.security;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.identity.Role;
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
    private final String issuer;
    private final String audience;
    private final JwksKeys keys;
    private final Clock clock;
    private final JwtConsumer peek = new JwtConsumerBuilder()
            .setSkipAllValidators()
            .setDisableRequireSignature()
            .setSkipSignatureVerification()
            .build();

    OidcTokens(SecurityConfig.Oidc config, JwksKeys keys, Clock clock) {
        this.config = config;
        this.issuer = required("issuer", config.issuer());
        this.audience = required("audience", config.audience());
        this.keys = keys;
        this.clock = clock;
    }

    static OidcTokens of(SecurityConfig.Oidc config, Clock clock) {
        String url = required("jwks-url", config.jwksUrl());
        return new OidcTokens(config, new JwksKeys(url, config.keysRefresh(), clock), clock);
    }

    /** Whether the token says that it is the provider's; says nothing about whether that is true. */
    boolean issued(String token) {
        try {
            return issuer.equals(peek.processToClaims(token).getIssuer());
        } catch (InvalidJwtException | MalformedClaimException _) {
            return false;
        }
    }

    Caller authenticate(String token) {
        JwtConsumer consumer = new JwtConsumerBuilder()
                .setVerificationKeyResolver(keys)
                .setJwsAlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, ALGORITHMS)
                .setExpectedIssuer(issuer)
                .setExpectedAudience(audience)
                .setRequireSubject()
                .setRequireExpirationTime()
                .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                .setAllowedClockSkewInSeconds(30)
                .build();
        try {
            return caller(consumer.processToClaims(token));
        } catch (InvalidJwtException e) {
            throw AtelierException.unauthenticated(
                    e.hasExpired() ? "The token has expired; sign in again." : "The token is not valid here.");
        } catch (MalformedClaimException _) {
            throw AtelierException.unauthenticated("The token is not valid here.");
        }
    }

    private Caller caller(JwtClaims claims) throws MalformedClaimException {
        List<String> named = texts(claim(claims.getClaimsMap(), config.rolesClaim()));
        Role role = STRONGEST_FIRST.stream()
                .filter(known -> named.stream().anyMatch(name -> name.equalsIgnoreCase(known.claim())))
                .findFirst()
                .orElseThrow(() -> AtelierException.permissionDenied(
                        "The token's claim '%s' holds none of the roles admin, member, viewer."
                                .formatted(config.rolesClaim())));
        String domain = text(claim(claims.getClaimsMap(), config.domainClaim()));
        String user = text(claim(claims.getClaimsMap(), config.userProfileClaim()));
        boolean profile = domain != null && user != null;
        if (role == Role.MEMBER && !profile) {
            throw AtelierException.permissionDenied("The token's claims '%s' and '%s' name no user profile."
                    .formatted(config.domainClaim(), config.userProfileClaim()));
        }
        return new Caller(claims.getSubject(), role, profile ? domain : null, profile ? user : null);
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
