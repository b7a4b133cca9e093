package dev.atelier.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens of the installation that {@link SecurityResource} configures. They are signed here, not by the platform, so that
 * a test notices when the platform changes what it accepts.
 */
public final class TestTokens {
    private static final String DIRECTORY = "atelier.testing.security.directory";
    private static final Duration TTL = Duration.ofHours(1);

    private TestTokens() {}

    /** The operator's token: an administrator. */
    public static String operator() {
        return read(operatorTokenFile());
    }

    /** A member's token. */
    public static String user(String domainId, String userProfileName) {
        return user(domainId, userProfileName, TTL);
    }

    /** A member's token with this time left, which may be negative. */
    public static String user(String domainId, String userProfileName, Duration ttl) {
        return sign("""
                "sub":"%s/%s","role":"member","domain":"%s","user":"%s",""".formatted(domainId, userProfileName, domainId, userProfileName), ttl, read(signingKeyFile()));
    }

    /** A service's token for itself. */
    public static String service(String name) {
        return sign("\"sub\":\"%s\",\"role\":\"service\",".formatted(name), TTL, read(signingKeyFile()));
    }

    /** A service's token on behalf of a user. */
    public static String service(String name, String domainId, String userProfileName) {
        return sign(
                "\"sub\":\"%s\",\"role\":\"service\",\"act\":\"%s/%s\",".formatted(name, domainId, userProfileName),
                TTL,
                read(signingKeyFile()));
    }

    /** A viewer's token. */
    public static String viewer(String name) {
        return sign("\"sub\":\"%s\",\"role\":\"viewer\",".formatted(name), TTL, read(signingKeyFile()));
    }

    /** An administrator's token that is signed with another key. */
    public static String forged() {
        return sign("\"sub\":\"mallory\",\"role\":\"admin\",", TTL, random(32));
    }

    public static Path operatorTokenFile() {
        return directory().resolve("token");
    }

    public static Path signingKeyFile() {
        return directory().resolve("signing-key");
    }

    private static Path directory() {
        synchronized (System.getProperties()) {
            String known = System.getProperty(DIRECTORY);
            if (known != null) {
                return Path.of(known);
            }
            try {
                Path directory = Files.createTempDirectory("atelier-security-");
                Path token = Files.writeString(directory.resolve("token"), random(24) + "\n");
                Path key = Files.writeString(directory.resolve("signing-key"), random(32) + "\n");
                directory.toFile().deleteOnExit(); // before its files: they go in reverse order
                token.toFile().deleteOnExit();
                key.toFile().deleteOnExit();
                System.setProperty(DIRECTORY, directory.toString());
                return directory;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static String sign(String claims, Duration ttl, String key) {
        Instant now = Instant.now();
        String body = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "."
                + encode("{\"iss\":\"atelier\",%s\"jti\":\"%s\",\"iat\":%d,\"exp\":%d}"
                        .formatted(
                                claims,
                                UUID.randomUUID(),
                                now.getEpochSecond(),
                                now.plus(ttl).getEpochSecond()));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return body + "." + base64(mac.doFinal(body.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String json) {
        return base64(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String random(int bytes) {
        byte[] secret = new byte[bytes];
        new SecureRandom().nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
