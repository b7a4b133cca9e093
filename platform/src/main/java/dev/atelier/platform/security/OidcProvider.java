package dev.atelier.platform.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * What an OpenID provider says about itself at {@code <issuer>/.well-known/openid-configuration} (OpenID Connect Discovery 1.0). It is
 * asked at the first use and once an hour; what was known serves while it is away.
 */
final class OidcProvider {
    private static final Duration MAX_AGE = Duration.ofHours(1);

    /**
     * @param endSession where a browser is signed out (RP-Initiated Logout 1.0); null when the provider has no such place
     * @param tokenAuthentication how clients may authenticate at the token endpoint; {@code client_secret_basic} unless said otherwise
     */
    record Metadata(
            URI keys,
            URI authorization,
            URI token,
            @Nullable URI endSession,
            List<String> tokenAuthentication,
            Instant asked) {}

    private final String issuer;
    private final Optional<URI> keys;
    private final Clock clock;
    private volatile @Nullable Metadata known;

    /** @param keys where the keys are when the configuration says so; else the provider is asked */
    OidcProvider(String issuer, Optional<URI> keys, Clock clock) {
        this.issuer = issuer;
        this.keys = keys;
        this.clock = clock;
    }

    String issuer() {
        return issuer;
    }

    /** Where the provider's keys are. */
    URI keys() {
        return keys.orElseGet(() -> metadata().keys());
    }

    /** What the provider says; {@link UncheckedIOException} while it cannot be asked and was never asked. */
    synchronized Metadata metadata() {
        Metadata now = known;
        if (now == null || now.asked().plus(MAX_AGE).isBefore(clock.instant())) {
            try {
                now = discover();
            } catch (IOException e) {
                if (now == null) {
                    throw new UncheckedIOException(e);
                }
            }
            known = now;
        }
        return now;
    }

    private Metadata discover() throws IOException {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        URI document = URI.create(base + "/.well-known/openid-configuration");
        Map<String, Object> said;
        try {
            said = JsonUtil.parseJson(ProviderHttp.get(document));
        } catch (JoseException e) {
            throw new IOException(document + " is not JSON", e);
        }
        if (!issuer.equals(said.get("issuer"))) {
            throw new IOException(document + " is of the issuer " + said.get("issuer"));
        }
        List<String> ways = said.get("token_endpoint_auth_methods_supported") instanceof List<?> several
                ? several.stream().map(String::valueOf).toList()
                : List.of("client_secret_basic");
        return new Metadata(
                uri(document, said, "jwks_uri"),
                uri(document, said, "authorization_endpoint"),
                uri(document, said, "token_endpoint"),
                said.get("end_session_endpoint") instanceof String end ? URI.create(end) : null,
                ways,
                clock.instant());
    }

    private static URI uri(URI document, Map<String, Object> said, String field) throws IOException {
        if (said.get(field) instanceof String text) {
            return URI.create(text);
        }
        throw new IOException(document + " names no " + field);
    }
}
