package dev.atelier.billing.report;

import dev.atelier.platform.security.TokenAuthenticator;
import java.time.Instant;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jspecify.annotations.Nullable;

/** When the token ends that an authenticated request came with. */
public final class TokenEnd {
    /** The request is authenticated: its token needs no second look. */
    private static final JwtConsumer READER = new JwtConsumerBuilder()
            .setSkipAllValidators()
            .setDisableRequireSignature()
            .setSkipSignatureVerification()
            .build();

    private TokenEnd() {}

    /**
     * The end of a token.
     *
     * @param authorization the header of a request that has been authenticated
     * @return null for a token that does not end, as the operator's
     */
    public static @Nullable Instant of(@Nullable String authorization) {
        return TokenAuthenticator.token(authorization).map(TokenEnd::end).orElse(null);
    }

    private static @Nullable Instant end(String token) {
        try {
            NumericDate end = READER.processToClaims(token).getExpirationTime();
            return end == null ? null : Instant.ofEpochMilli(end.getValueInMillis());
        } catch (InvalidJwtException | MalformedClaimException _) {
            return null;
        }
    }
}
