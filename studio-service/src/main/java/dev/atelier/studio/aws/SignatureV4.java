package dev.atelier.studio.aws;

import dev.atelier.platform.aws.AwsException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the {@code Authorization} header of AWS Signature Version 4 says.
 *
 * @param date of the credential scope, {@code yyyyMMdd}
 */
record SignatureV4(
        String accessKeyId, String date, String region, String service, List<String> signedHeaders, String signature) {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final Pattern CREDENTIAL =
            Pattern.compile("([^/]{1,128})/(\\d{8})/([a-z0-9-]{1,32})/([a-z0-9-]{1,32})/aws4_request");
    private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{64}");
    private static final HexFormat HEX = HexFormat.of();

    SignatureV4 {
        signedHeaders = List.copyOf(signedHeaders);
    }

    /** Reads the header; {@code IncompleteSignatureException} when a part is missing. */
    static SignatureV4 parse(String header) {
        if (header.isBlank()) {
            throw new AwsException(
                    "MissingAuthenticationTokenException", 400, "The request has no Authorization header.");
        }
        if (!header.startsWith(ALGORITHM + " ")) {
            throw incomplete("Authorization has to begin with " + ALGORITHM + ".");
        }
        Map<String, String> parts = new HashMap<>();
        for (String part : header.substring(ALGORITHM.length()).split(",", 8)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parts.put(
                        part.substring(0, equals).strip(),
                        part.substring(equals + 1).strip());
            }
        }
        Matcher credential = CREDENTIAL.matcher(parts.getOrDefault("Credential", ""));
        String signature = parts.getOrDefault("Signature", "");
        List<String> signed =
                Arrays.asList(parts.getOrDefault("SignedHeaders", "").split(";", 64));
        if (!credential.matches()) {
            throw incomplete("Credential has to be <key>/<date>/<region>/<service>/aws4_request.");
        }
        if (!SIGNATURE.matcher(signature).matches() || !signed.contains("host")) {
            throw incomplete("SignedHeaders with host and a Signature are needed.");
        }
        return new SignatureV4(
                credential.group(1), credential.group(2), credential.group(3), credential.group(4), signed, signature);
    }

    private static AwsException incomplete(String message) {
        return new AwsException("IncompleteSignatureException", 400, message);
    }

    /**
     * Whether whoever signed had the secret.
     *
     * @param time the value of {@code X-Amz-Date}
     */
    boolean fits(SignedRequest request, String time, String secret) {
        String scope = "%s/%s/%s/aws4_request".formatted(date, region, service);
        String canonical = request.canonical(signedHeaders);
        String toSign =
                String.join("\n", ALGORITHM, time, scope, hex(sha256(canonical.getBytes(StandardCharsets.UTF_8))));
        byte[] key = hmac(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), date);
        for (String part : List.of(region, service, "aws4_request")) {
            key = hmac(key, part);
        }
        byte[] expected = hex(hmac(key, toSign)).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.US_ASCII));
    }

    /** What a signature covers of a body. */
    static String payloadHash(byte[] body) {
        return hex(sha256(body));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }
}
