package dev.atelier.studio.access;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID provider: discovery, keys, authorization with PKCE, tokens, end of session. It checks what a provider checks, so that a
 * client which leaves something out fails. Whoever comes to its authorization endpoint is the person who was named last.
 */
final class TestIssuer implements AutoCloseable {
    static final String CLIENT = "atelier-studio";
    static final String SECRET = "the client's secret: 50% + more";
    static final String AUDIENCE = "atelier";

    private record Code(Map<String, String> request, Map<String, Object> person) {}

    private final HttpServer server;
    private final Map<String, Code> codes = new ConcurrentHashMap<>();
    private final AtomicInteger keys = new AtomicInteger();
    private volatile RsaJsonWebKey key;
    private volatile Map<String, Object> person = Map.of("sub", "nobody");
    private volatile boolean strangeNonce;

    TestIssuer() throws IOException, JoseException {
        key = newKey();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/.well-known/openid-configuration",
                exchange -> json(
                        exchange,
                        200,
                        Map.of(
                                "issuer", issuer(),
                                "jwks_uri", issuer() + "/keys",
                                "authorization_endpoint", issuer() + "/authorize",
                                "token_endpoint", issuer() + "/token",
                                "end_session_endpoint", issuer() + "/end")));
        server.createContext("/keys", exchange -> text(exchange, 200, new JsonWebKeySet(key).toJson()));
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.start();
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Who signs in from now on, by the claims of that one. */
    void signsIn(Map<String, Object> claims) {
        person = claims;
    }

    /** From now on identity tokens carry another nonce than was asked for, as a replayed one would. */
    void strangeNonce(boolean strange) {
        strangeNonce = strange;
    }

    /** Signs with a new key from now on, and publishes no other. */
    void rotate() {
        key = newKey();
    }

    /** A bearer token for the API. */
    String bearer(Map<String, Object> claims) {
        return sign(claims, AUDIENCE, null);
    }

    private RsaJsonWebKey newKey() {
        try {
            RsaJsonWebKey made = RsaJwkGenerator.generateJwk(2048);
            made.setKeyId("k-" + keys.incrementAndGet());
            return made;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> request = form(exchange.getRequestURI().getRawQuery());
        boolean whole = CLIENT.equals(request.get("client_id"))
                && "code".equals(request.get("response_type"))
                && "S256".equals(request.get("code_challenge_method"))
                && request.containsKey("code_challenge")
                && request.containsKey("nonce")
                && request.containsKey("state")
                && (" " + request.get("scope") + " ").contains(" openid ");
        if (!whole) {
            json(exchange, 400, Map.of("error", "invalid_request"));
            return;
        }
        String code = UUID.randomUUID().toString();
        codes.put(code, new Code(request, person));
        exchange.getResponseHeaders()
                .set(
                        "Location",
                        request.get("redirect_uri") + "?code=" + code + "&state=" + request.get("state") + "&iss="
                                + URLEncoder.encode(issuer(), StandardCharsets.UTF_8) + "&authuser=0");
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> request =
                form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Code code = codes.remove(String.valueOf(request.get("code")));
        String expected = "Basic "
                + Base64.getEncoder()
                        .encodeToString((CLIENT + ":" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8))
                                .getBytes(StandardCharsets.UTF_8));
        if (!expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            json(exchange, 401, Map.of("error", "invalid_client"));
        } else if (code == null
                || !"authorization_code".equals(request.get("grant_type"))
                || !String.valueOf(code.request().get("redirect_uri")).equals(request.get("redirect_uri"))
                || !challenge(String.valueOf(request.get("code_verifier")))
                        .equals(code.request().get("code_challenge"))) {
            json(exchange, 400, Map.of("error", "invalid_grant"));
        } else {
            String nonce = strangeNonce ? "another" : code.request().get("nonce");
            json(
                    exchange,
                    200,
                    Map.of(
                            "token_type",
                            "Bearer",
                            "access_token",
                            "opaque",
                            "id_token",
                            sign(code.person(), CLIENT, nonce)));
        }
    }

    private String sign(Map<String, Object> said, String audience, @Nullable String nonce) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(issuer());
        claims.setAudience(audience);
        claims.setIssuedAt(NumericDate.fromMilliseconds(Instant.now().toEpochMilli()));
        claims.setExpirationTimeMinutesInTheFuture(5);
        said.forEach(claims::setClaim);
        if (nonce != null) {
            claims.setClaim("nonce", nonce);
        }
        RsaJsonWebKey with = key;
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setKeyIdHeaderValue(with.getKeyId());
        signature.setKey(with.getPrivateKey());
        signature.setPayload(claims.toJson());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, String> form(String text) {
        return Arrays.stream(text.split("&", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    static Map<String, String> query(URI uri) {
        return form(uri.getRawQuery());
    }

    private static void json(HttpExchange exchange, int status, Map<String, Object> body) throws IOException {
        text(exchange, status, JsonUtil.toJson(body));
    }

    private static void text(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
