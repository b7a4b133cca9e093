package dev.atelier.platform.security;

import java.io.IOException;
import java.net.URI;
import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
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
 * The published keys of an OpenID provider. They are kept in memory and asked for again when they are old or when a token names an
 * unknown key. Tokens with made-up keys cannot make that a flood: after a few questions there is one every {@link #INTERVAL}. The
 * last known keys serve while the provider is away. Finding a key may block for a request to the provider.
 */
final class JwksKeys implements VerificationKeyResolver {
    /** How many questions may be asked at once. */
    static final int BURST = 5;

    /** How long it takes until one more may be asked. */
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final Logger LOG = Logger.getLogger(JwksKeys.class);

    /** @param question how many times the provider had been asked */
    private record Known(List<JsonWebKey> keys, Instant asked, int question) {}

    private final Supplier<URI> url;
    private final Duration maxAge;
    private final Clock clock;
    private final VerificationJwkSelector selector = new VerificationJwkSelector();
    private volatile Known known = new Known(List.of(), Instant.EPOCH, 0);
    private Instant burstFull = Instant.EPOCH;

    /** @param url where the keys are; asked each time, and may fail while the provider is away */
    JwksKeys(Supplier<URI> url, Duration maxAge, Clock clock) {
        this.url = url;
        this.maxAge = maxAge;
        this.clock = clock;
    }

    @Override
    public Key resolveKey(JsonWebSignature signature, List<JsonWebStructure> nesting) throws UnresolvableKeyException {
        Known seen = known;
        JsonWebKey key = select(signature, seen);
        if (key == null || seen.asked().plus(maxAge).isBefore(clock.instant())) {
            key = select(signature, newer(seen));
        }
        if (key == null) {
            throw new UnresolvableKeyException("The provider publishes no key for this token");
        }
        return key.getKey();
    }

    /** Keys that were asked for after these; the same when no more may be asked now. */
    private synchronized Known newer(Known seen) {
        Instant now = clock.instant();
        if (known.question() != seen.question() || !mayAsk(now)) {
            return known;
        }
        List<JsonWebKey> keys = seen.keys();
        try {
            keys = new JsonWebKeySet(ProviderHttp.get(url.get())).getJsonWebKeys();
        } catch (IOException | JoseException e) {
            LOG.warnf("The OpenID provider's keys: %s", e.toString());
        }
        known = new Known(List.copyOf(keys), now, seen.question() + 1);
        return known;
    }

    /** Each question moves the moment at which the whole burst is there again by one interval. */
    private boolean mayAsk(Instant now) {
        Instant from = burstFull.isBefore(now) ? now : burstFull;
        if (from.plus(INTERVAL).isAfter(now.plus(INTERVAL.multipliedBy(BURST)))) {
            return false;
        }
        burstFull = from.plus(INTERVAL);
        return true;
    }

    private @Nullable JsonWebKey select(JsonWebSignature signature, Known among) throws UnresolvableKeyException {
        try {
            return selector.select(signature, among.keys());
        } catch (JoseException e) {
            throw new UnresolvableKeyException("The token's key cannot be chosen", e);
        }
    }
}
