package dev.atelier.platform.security;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import org.jose4j.keys.HmacKey;
import org.jspecify.annotations.Nullable;

/** The secrets of the installation, read once from their files. Never prints them. */
@Singleton
public class Secrets {
    /** HS256 wants a key at least as long as its hash. */
    static final int MIN_KEY_BYTES = 32;

    private static final int MIN_TOKEN_BYTES = 16;

    private final HmacKey signingKey;
    private final byte @Nullable [] operatorToken;

    @Inject
    public Secrets(SecurityConfig config) {
        this(config.signingKeyFile(), config.operatorTokenFile());
    }

    public Secrets(Path signingKeyFile, Optional<Path> operatorTokenFile) {
        this.signingKey = new HmacKey(read("atelier.security.signing-key-file", signingKeyFile, MIN_KEY_BYTES));
        this.operatorToken = operatorTokenFile
                .map(file -> read("atelier.security.operator-token-file", file, MIN_TOKEN_BYTES))
                .orElse(null);
    }

    HmacKey signingKey() {
        return signingKey;
    }

    /** The operator's token itself, which only those who sign with it need. */
    Optional<String> operatorToken() {
        return Optional.ofNullable(operatorToken).map(token -> new String(token, StandardCharsets.UTF_8));
    }

    /** Compares in constant time. */
    boolean isOperatorToken(String token) {
        return operatorToken != null && MessageDigest.isEqual(operatorToken, token.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "Secrets[redacted]";
    }

    private static byte[] read(String key, Path file, int minBytes) {
        String text;
        try {
            text = Files.readString(file).strip();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "%s: cannot read %s: %s".formatted(key, file, e.getClass().getSimpleName()), e);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < minBytes) {
            throw new IllegalStateException(
                    "%s: %s holds %d bytes; at least %d are needed".formatted(key, file, bytes.length, minBytes));
        }
        return bytes;
    }
}
