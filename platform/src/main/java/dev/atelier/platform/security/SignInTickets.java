package dev.atelier.platform.security;

import dev.atelier.api.error.AtelierException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.JoseException;

/** Tickets of browsers which are signing in. They are signed, and no token: their issuer is another. */
final class SignInTickets {
    private static final String ISSUER = "atelier-sign-in";
    private static final String RETURN_TO = "return_to";

    private final Secrets secrets;
    private final Clock clock;

    SignInTickets(Secrets secrets, Clock clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    String issue(String state, String returnTo, Duration ttl) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setJwtId(state);
        claims.setExpirationTime(NumericDate.fromMilliseconds(clock.millis() + ttl.toMillis()));
        claims.setClaim(RETURN_TO, returnTo);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        signature.setKey(secrets.signingKey());
        signature.setPayload(claims.toJson());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("Cannot sign a ticket", e);
        }
    }

    /** Where the browser wanted to go, if the ticket is one of ours, of this state, and not too old; else {@code UNAUTHENTICATED}. */
    String open(String ticket, String state) {
        try {
            JwtClaims claims = new JwtConsumerBuilder()
                    .setVerificationKey(secrets.signingKey())
                    .setJwsAlgorithmConstraints(
                            AlgorithmConstraints.ConstraintType.PERMIT, AlgorithmIdentifiers.HMAC_SHA256)
                    .setExpectedIssuer(ISSUER)
                    .setRequireExpirationTime()
                    .setRequireJwtId()
                    .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                    .build()
                    .processToClaims(ticket);
            if (MessageDigest.isEqual(
                    claims.getJwtId().getBytes(StandardCharsets.UTF_8), state.getBytes(StandardCharsets.UTF_8))) {
                return claims.getStringClaimValue(RETURN_TO);
            }
        } catch (InvalidJwtException | MalformedClaimException _) {
            // the same answer as for another browser's ticket
        }
        throw AtelierException.unauthenticated(
                "This sign-on was not begun in this browser, or too long ago; sign in again.");
    }
}
