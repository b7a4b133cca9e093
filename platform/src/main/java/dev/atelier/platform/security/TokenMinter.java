package dev.atelier.platform.security;

import dev.atelier.api.identity.Role;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Signs the installation's own tokens: HS256 JWTs of the issuer {@code atelier}. */
@Singleton
public class TokenMinter {
    static final String ISSUER = "atelier";
    static final String ROLE = "role";
    static final String DOMAIN = "domain";
    static final String USER = "user";
    /** RFC 8693's actor, turned around: the user whom the service acts for, as {@code domain/user}. */
    static final String ACT = "act";

    private final Secrets secrets;
    private final Clock clock;
    private final Duration serviceTtl;

    @Inject
    public TokenMinter(Secrets secrets, SecurityConfig config, Clock clock) {
        this(secrets, config.serviceTokenTtl(), clock);
    }

    public TokenMinter(Secrets secrets, Duration serviceTtl, Clock clock) {
        this.secrets = secrets;
        this.serviceTtl = serviceTtl;
        this.clock = clock;
    }

    /** A member's token: subject {@code <domainId>/<userProfileName>}. */
    public String user(String domainId, String userProfileName, Duration ttl) {
        JwtClaims claims = claims(domainId + "/" + userProfileName, Role.MEMBER, ttl);
        claims.setClaim(DOMAIN, domainId);
        claims.setClaim(USER, userProfileName);
        return sign(claims);
    }

    /** A service's token for itself; it lives {@code atelier.security.service-token-ttl}. */
    public String service(String serviceName) {
        return sign(claims(serviceName, Role.SERVICE, serviceTtl));
    }

    /** A service's token that reaches only what the user reaches. */
    public String serviceFor(String serviceName, String domainId, String userProfileName) {
        JwtClaims claims = claims(serviceName, Role.SERVICE, serviceTtl);
        claims.setClaim(ACT, domainId + "/" + userProfileName);
        return sign(claims);
    }

    /** A token with which a service reads everything for a viewer; it lives {@code atelier.security.service-token-ttl}. */
    String viewer(String subject) {
        return sign(claims(subject, Role.VIEWER, serviceTtl));
    }

    private JwtClaims claims(String subject, Role role, Duration ttl) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setSubject(subject);
        claims.setJwtId(UUID.randomUUID().toString());
        claims.setIssuedAt(NumericDate.fromMilliseconds(clock.millis()));
        claims.setExpirationTime(NumericDate.fromMilliseconds(clock.millis() + ttl.toMillis()));
        claims.setClaim(ROLE, role.claim());
        return claims;
    }

    private String sign(JwtClaims claims) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        signature.setHeader("typ", "JWT");
        signature.setKey(secrets.signingKey());
        signature.setPayload(claims.toJson());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("Cannot sign a token", e);
        }
    }
}
