package dev.atelier.platform.security;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import org.jboss.logging.Logger;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * Signs browsers in at the company's OpenID provider: authorization code with PKCE (RFC 7636, S256), state and nonce. Nothing is kept
 * between the two steps but a ticket in the browser's cookie, so that nobody can fill a table by beginning; verifier and nonce are
 * derived from the state with the installation's signing key and are never sent to the browser.
 */
@ApplicationScoped
public class OidcSignIn {
    /** How long a person has to sign in at the provider. */
    public static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Logger LOG = Logger.getLogger(OidcSignIn.class);
    private static final int STATE_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecurityConfig config;
    private final Secrets secrets;
    private final TokenAuthenticator tokens;
    private final Clock clock;

    @Inject
    public OidcSignIn(SecurityConfig config, Secrets secrets, TokenAuthenticator tokens, Clock clock) {
        this.config = config;
        this.secrets = secrets;
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * A sign-in that has begun.
     *
     * @param address where the browser goes
     * @param ticket what its cookie holds meanwhile
     */
    public record Begun(URI address, String ticket) {
        @Override
        public String toString() {
            return "Begun[redacted]";
        }
    }

    /** Who signed in, and where that one wanted to go. */
    public record SignedIn(Caller caller, String returnTo) {}

    /** Whether there is a provider to sign in at. */
    public boolean enabled() {
        return config.mode() == SecurityConfig.Mode.OIDC
                && config.oidc().clientId().isPresent();
    }

    /**
     * Begins a sign-in. May block.
     *
     * @param redirect where the provider sends the browser back to
     * @param returnTo where the browser goes in the end
     */
    public Begun begin(URI redirect, String returnTo) {
        byte[] bytes = new byte[STATE_BYTES];
        RANDOM.nextBytes(bytes);
        String state = base64(bytes);
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", clientId());
        query.put("redirect_uri", redirect.toString());
        query.put("scope", String.join(" ", config.oidc().scopes()));
        query.put("state", state);
        query.put("nonce", derived("nonce", state));
        query.put("code_challenge", challenge(derived("verifier", state)));
        query.put("code_challenge_method", "S256");
        URI endpoint = metadata().authorization();
        String separator = endpoint.getRawQuery() == null ? "?" : "&";
        return new Begun(
                URI.create(endpoint + separator + ProviderHttp.form(query)),
                new SignInTickets(secrets, clock).issue(state, returnTo, PATIENCE));
    }

    /**
     * Ends a sign-in with what the provider sent the browser back with. May block.
     *
     * @param issuer the {@code iss} of RFC 9207, when the provider sent it
     * @throws AtelierException {@code UNAUTHENTICATED} when it is not the one that this browser began or the provider does not confirm
     *     it; {@code PERMISSION_DENIED} when the person has no role or profile here; {@code UNAVAILABLE} while the provider is away
     */
    public SignedIn finish(String ticket, String state, String code, @Nullable String issuer, URI redirect) {
        String returnTo = new SignInTickets(secrets, clock).open(ticket, state);
        OidcProvider provider = tokens.oidc().provider();
        if (code.isEmpty() || (issuer != null && !issuer.equals(provider.issuer()))) {
            throw AtelierException.unauthenticated("The sign-on was not completed; sign in again.");
        }
        String idToken = exchange(code, derived("verifier", state), redirect);
        return new SignedIn(tokens.oidc().signedIn(idToken, clientId(), derived("nonce", state)), returnTo);
    }

    /** Where a browser signs out at the provider; empty when it has no such place. May block. */
    public Optional<URI> signOut(URI afterwards) {
        if (!enabled()) {
            return Optional.empty();
        }
        return Optional.ofNullable(metadata().endSession()).map(end -> {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("client_id", clientId());
            query.put("post_logout_redirect_uri", afterwards.toString());
            return URI.create(end + (end.getRawQuery() == null ? "?" : "&") + ProviderHttp.form(query));
        });
    }

    private String exchange(String code, String verifier, URI redirect) {
        OidcProvider.Metadata provider = metadata();
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", redirect.toString());
        form.put("code_verifier", verifier);
        Optional<String> secret = clientSecret();
        boolean basic = provider.tokenAuthentication().contains("client_secret_basic");
        if (secret.isEmpty() || !basic) {
            form.put("client_id", clientId());
            secret.ifPresent(text -> form.put("client_secret", text));
        }
        String authorization = secret.filter(_ -> basic)
                .map(text -> "Basic "
                        + Base64.getEncoder()
                                .encodeToString((ProviderHttp.encode(clientId()) + ":" + ProviderHttp.encode(text))
                                        .getBytes(StandardCharsets.UTF_8)))
                .orElse(null);
        try {
            Map<String, Object> answer = JsonUtil.parseJson(ProviderHttp.post(provider.token(), form, authorization));
            if (answer.get("id_token") instanceof String idToken) {
                return idToken;
            }
            throw AtelierException.unauthenticated("The sign-on gave no identity; is 'openid' among its scopes?");
        } catch (IOException | JoseException e) {
            LOG.warnf("A sign-on was not completed: %s", e.toString());
            throw AtelierException.unauthenticated("The sign-on was not confirmed by the provider; sign in again.");
        }
    }

    private OidcProvider.Metadata metadata() {
        try {
            return tokens.oidc().provider().metadata();
        } catch (UncheckedIOException e) {
            LOG.warnf("The OpenID provider: %s", e.getMessage());
            throw new AtelierException(ErrorCode.UNAVAILABLE, "The sign-on does not answer; try again in a moment.");
        }
    }

    private String clientId() {
        return config.oidc()
                .clientId()
                .orElseThrow(() -> AtelierException.unauthenticated("There is no sign-on here; use a pre-signed URL."));
    }

    private Optional<String> clientSecret() {
        return config.oidc().clientSecretFile().map(file -> {
            try {
                return Files.readString(file).strip();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** 43 characters that only this installation can make from the state. */
    private String derived(String purpose, String state) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secrets.signingKey());
            return base64(mac.doFinal(("sign-in " + purpose + " " + state).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String challenge(String verifier) {
        try {
            return base64(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
