package dev.atelier.platform.security;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.identity.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Tells who a token belongs to: the operator's token, a user's or a service's token of this installation, or, in oidc
 * mode, a token of the company's provider. Anything else is {@code UNAUTHENTICATED}.
 *
 * <p>Made at the first use: REST filters exist before the configuration does.
 */
@ApplicationScoped
public class TokenAuthenticator {
    /** The subject of whoever holds the operator's token. */
    public static final String OPERATOR = "operator";

    private static final JwtConsumer PEEK = new JwtConsumerBuilder()
            .setSkipAllValidators()
            .setDisableRequireSignature()
            .setSkipSignatureVerification()
            .build();

    private final Secrets secrets;
    private final Clock clock;
    private final @Nullable OidcTokens oidc;

    @Inject
    public TokenAuthenticator(
            Secrets secrets, SecurityConfig config, Clock clock, Instance<SubjectProfiles> subjectProfiles) {
        this(secrets, clock, oidc(config, clock, subjectProfiles));
    }

    private static @Nullable OidcTokens oidc(
            SecurityConfig config, Clock clock, Instance<SubjectProfiles> subjectProfiles) {
        return config.mode() == SecurityConfig.Mode.OIDC
                ? new OidcTokens(
                        config.oidc(),
                        subject -> subjectProfiles.stream()
                                .flatMap(profiles -> profiles.find(subject).stream())
                                .findFirst(),
                        clock)
                : null;
    }

    TokenAuthenticator(Secrets secrets, Clock clock, @Nullable OidcTokens oidc) {
        this.secrets = secrets;
        this.clock = clock;
        this.oidc = oidc;
    }

    /** The company's provider; {@code UNAUTHENTICATED} in local mode, which has none. */
    OidcTokens oidc() {
        if (oidc == null) {
            throw AtelierException.unauthenticated("There is no sign-on here; use a pre-signed URL.");
        }
        return oidc;
    }

    /** Whether the header's token may need an answer of the provider or of a database, for which an event loop must not wait. */
    public boolean mayBlock(@Nullable String header) {
        return oidc != null && token(header).filter(oidc::issued).isPresent();
    }

    /** When a token that has been authenticated ends; empty for the operator's, which does not. */
    public Optional<Instant> expiration(String token) {
        if (secrets.isOperatorToken(token)) {
            return Optional.empty();
        }
        try {
            NumericDate end = PEEK.processToClaims(token).getExpirationTime();
            return Optional.of(Instant.ofEpochMilli(end.getValueInMillis()));
        } catch (InvalidJwtException | MalformedClaimException _) {
            throw AtelierException.unauthenticated("The token is not valid here.");
        }
    }

    /** Who the token belongs to, or {@code UNAUTHENTICATED}. May block in oidc mode, see {@link #mayBlock}. */
    public Caller authenticate(String token) {
        if (secrets.isOperatorToken(token)) {
            return Caller.admin(OPERATOR);
        }
        if (oidc != null && oidc.issued(token)) {
            return oidc.authenticate(token);
        }
        try {
            return caller(own(clock).processToClaims(token));
        } catch (InvalidJwtException e) {
            throw AtelierException.unauthenticated(
                    e.hasExpired() ? "The token has expired; ask for a new one." : "The token is not valid here.");
        } catch (MalformedClaimException _) {
            throw AtelierException.unauthenticated("The token is not valid here.");
        }
    }

    /**
     * Who sends this {@code Authorization} header. The schemes {@code Bearer} and {@code token} (Jupyter's) are known.
     *
     * @param header the header's value, or null when there is none
     */
    public Caller authenticateHeader(@Nullable String header) {
        return authenticate(token(header)
                .orElseThrow(() -> AtelierException.unauthenticated(
                        "Send a token: 'Authorization: Bearer <token>' or 'Authorization: token <token>'.")));
    }

    /** The token of an {@code Authorization} header with a known scheme. */
    public static Optional<String> token(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        int space = header.indexOf(' ');
        if (space < 0) {
            return Optional.empty();
        }
        String scheme = header.substring(0, space);
        String token = header.substring(space + 1).strip();
        return (scheme.equalsIgnoreCase("Bearer") || scheme.equalsIgnoreCase("token")) && !token.isEmpty()
                ? Optional.of(token)
                : Optional.empty();
    }

    private JwtConsumer own(Clock now) {
        return new JwtConsumerBuilder()
                .setVerificationKey(secrets.signingKey())
                .setJwsAlgorithmConstraints(
                        AlgorithmConstraints.ConstraintType.PERMIT, AlgorithmIdentifiers.HMAC_SHA256)
                .setExpectedIssuer(TokenMinter.ISSUER)
                .setRequireSubject()
                .setRequireExpirationTime()
                .setEvaluationTime(NumericDate.fromMilliseconds(now.millis()))
                .setAllowedClockSkewInSeconds(5)
                .setSkipDefaultAudienceValidation()
                .build();
    }

    private static Caller caller(JwtClaims claims) throws MalformedClaimException {
        Role role = Role.find(String.valueOf(claims.getStringClaimValue(TokenMinter.ROLE)))
                .orElseThrow(() -> AtelierException.unauthenticated("The token names no role."));
        String subject = claims.getSubject();
        return switch (role) {
            case MEMBER -> {
                String domain = claims.getStringClaimValue(TokenMinter.DOMAIN);
                String user = claims.getStringClaimValue(TokenMinter.USER);
                if (domain == null || user == null) {
                    throw AtelierException.unauthenticated("The token names no user profile.");
                }
                yield new Caller(subject, role, domain, user);
            }
            case SERVICE -> actingFor(subject, claims.getStringClaimValue(TokenMinter.ACT));
            case ADMIN, VIEWER -> new Caller(subject, role, null, null);
        };
    }

    private static Caller actingFor(String service, @Nullable String act) {
        if (act == null) {
            return Caller.service(service);
        }
        int slash = act.indexOf('/');
        if (slash <= 0 || slash == act.length() - 1) {
            throw AtelierException.unauthenticated("The token names no user profile.");
        }
        return new Caller(service, Role.SERVICE, act.substring(0, slash), act.substring(slash + 1));
    }
}
