package dev.atelier.platform.security;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys with which AWS clients sign. Nothing is stored: the secret that belongs to a token follows from the token and the
 * installation's signing key, so it is worth as much as the token and for as long.
 */
@Singleton
public class AwsKeys {
    /** The access key id of the operator; his secret access key is the operator's token. */
    public static final String OPERATOR = "operator";

    private static final int ID_BYTES = 8;

    private final Secrets secrets;

    AwsKeys(Secrets secrets) {
        this.secrets = secrets;
    }

    /**
     * Credentials as AWS clients take them.
     *
     * @param sessionToken the token for which they were issued
     */
    public record Credentials(String accessKeyId, String secretAccessKey, String sessionToken) {
        @Override
        public String toString() {
            return "Credentials[accessKeyId=" + accessKeyId + ", redacted]";
        }
    }

    /** The credentials that belong to a token; the same at every call. Whether the token is valid is not looked at. */
    public Credentials issue(String token) {
        byte[] id = hmac("aws-access-key-id:" + token);
        return new Credentials(
                "ASIA" + HexFormat.of().formatHex(id, 0, ID_BYTES).toUpperCase(Locale.ROOT),
                Base64.getEncoder().encodeToString(hmac("aws-secret-access-key:" + token)),
                token);
    }

    /** The secret of the operator; empty in an installation without an operator's token. */
    public Optional<String> operatorSecret() {
        return secrets.operatorToken();
    }

    private byte[] hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secrets.signingKey().getEncoded(), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
