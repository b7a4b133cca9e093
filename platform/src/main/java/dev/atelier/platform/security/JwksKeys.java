package dev.atelier.platform.security;

import io.vertx.core.Context;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.VerificationJwkSelector;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * The published keys of an OpenID provider. They are kept in memory and asked for again when they are old or when a token
 * names an unknown key, at most every few seconds; the last known ones serve while the provider is away. An event loop
 * never waits for them: it is refused once while another thread fetches.
 */
final class JwksKeys implements VerificationKeyResolver {
    private static final Logger LOG = Logger.getLogger(JwksKeys.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration MIN_INTERVAL = Duration.ofSeconds(5);

    private record Known(List<JsonWebKey> keys, Instant asked) {}

    private final URI url;
    private final Duration maxAge;
    private final Clock clock;
    private final VerificationJwkSelector selector = new VerificationJwkSelector();
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private volatile Known known = new Known(List.of(), Instant.EPOCH);

    JwksKeys(String url, Duration maxAge, Clock clock) {
        this.url = URI.create(url);
        this.maxAge = maxAge;
        this.clock = clock;
    }

    @Override
    public Key resolveKey(JsonWebSignature signature, List<JsonWebStructure> nesting) throws UnresolvableKeyException {
        if (known.asked().plus(maxAge).isBefore(clock.instant())) {
            refresh();
        }
        JsonWebKey key = select(signature);
        if (key == null && known.asked().plus(MIN_INTERVAL).isBefore(clock.instant())) {
            refresh();
            key = select(signature);
        }
        if (key == null) {
            throw new UnresolvableKeyException("The provider publishes no key for this token");
        }
        return key.getKey();
    }

    private void refresh() {
        if (Context.isOnEventLoopThread()) {
            if (refreshing.compareAndSet(false, true)) {
                Thread.ofVirtual().name("jwks").start(() -> {
                    try {
                        fetch();
                    } finally {
                        refreshing.set(false);
                    }
                });
            }
        } else {
            fetch();
        }
    }

    private synchronized void fetch() {
        Instant now = clock.instant();
        if (known.asked().plus(MIN_INTERVAL).isAfter(now)) {
            return;
        }
        List<JsonWebKey> keys = known.keys();
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(url).timeout(TIMEOUT).GET().build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                keys = new JsonWebKeySet(answer.body()).getJsonWebKeys();
            } else {
                LOG.warnf("The OpenID provider's keys: %s answers %d", url, answer.statusCode());
            }
        } catch (IOException | JoseException e) {
            LOG.warnf("The OpenID provider's keys: %s: %s", url, e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        known = new Known(List.copyOf(keys), now);
    }

    private @Nullable JsonWebKey select(JsonWebSignature signature) throws UnresolvableKeyException {
        try {
            return selector.select(signature, known.keys());
        } catch (JoseException e) {
            throw new UnresolvableKeyException("The token's key cannot be chosen", e);
        }
    }
}
