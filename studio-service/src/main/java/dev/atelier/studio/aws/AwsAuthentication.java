package dev.atelier.studio.aws;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.platform.aws.AwsException;
import dev.atelier.platform.security.AwsKeys;
import dev.atelier.platform.security.TokenAuthenticator;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Tells who signed a request. */
@ApplicationScoped
class AwsAuthentication {
    /** As in AWS. */
    private static final Duration SKEW = Duration.ofMinutes(15);

    private static final String SERVICE = "sagemaker";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");

    private final AwsKeys keys;
    private final TokenAuthenticator tokens;
    private final Clock clock;

    AwsAuthentication(AwsKeys keys, TokenAuthenticator tokens, Clock clock) {
        this.keys = keys;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Who signed, and the region for which it was signed. */
    record Signer(Caller caller, String region) {}

    /** Checks time, credentials and signature. */
    Signer authenticate(SignedRequest request) {
        SignatureV4 signature = SignatureV4.parse(request.header("authorization"));
        if (!signature.service().equals(SERVICE)) {
            throw invalid("Credential should be scoped to the service 'sagemaker'.");
        }
        String time = request.header("x-amz-date");
        requireFresh(signature, time);
        String sessionToken = request.header("x-amz-security-token");
        if (!sessionToken.isEmpty() && !signature.signedHeaders().contains("x-amz-security-token")) {
            throw invalid("X-Amz-Security-Token has to be signed.");
        }
        Caller caller = sessionToken.isEmpty() ? operator(signature) : user(signature, sessionToken);
        String secret = sessionToken.isEmpty()
                ? keys.operatorSecret().orElse("")
                : keys.issue(sessionToken).secretAccessKey();
        if (secret.isEmpty() || !signature.fits(request, time, secret)) {
            throw invalid(
                    "The request signature we calculated does not match the signature you provided. Check your AWS Secret"
                            + " Access Key and signing method.");
        }
        return new Signer(caller, signature.region());
    }

    private void requireFresh(SignatureV4 signature, String time) {
        Instant signed;
        try {
            signed = LocalDateTime.parse(time, TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException _) {
            throw new AwsException("IncompleteSignatureException", 400, "X-Amz-Date has to be like 20261124T193000Z.");
        }
        if (!time.startsWith(signature.date())) {
            throw invalid("The date of the credential is not that of X-Amz-Date.");
        }
        if (Duration.between(signed, clock.instant()).abs().compareTo(SKEW) > 0) {
            throw invalid("Signature expired or not yet valid: it was signed at %s.".formatted(time));
        }
    }

    private static Caller operator(SignatureV4 signature) {
        if (!signature.accessKeyId().equals(AwsKeys.OPERATOR)) {
            throw unrecognized();
        }
        return Caller.admin(TokenAuthenticator.OPERATOR);
    }

    private Caller user(SignatureV4 signature, String sessionToken) {
        if (!signature.accessKeyId().equals(keys.issue(sessionToken).accessKeyId())) {
            throw unrecognized();
        }
        try {
            return tokens.authenticate(sessionToken);
        } catch (AtelierException e) {
            throw new AwsException("ExpiredTokenException", 400, e.detail());
        }
    }

    private static AwsException unrecognized() {
        return new AwsException(
                "UnrecognizedClientException", 400, "The security token included in the request is invalid.");
    }

    private static AwsException invalid(String message) {
        return new AwsException("InvalidSignatureException", 400, message);
    }
}
