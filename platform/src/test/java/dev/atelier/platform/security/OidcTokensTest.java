package dev.atelier.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.identity.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OidcTokensTest {
    private static final String ISSUER = "https://sso.example.com/realms/company";

    @TempDir
    Path directory;

    private final MovableClock clock = new MovableClock();
    private final List<JsonWebKey> published = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer provider;
    private RsaJsonWebKey key;
    private Secrets secrets;
    private TokenAuthenticator authenticator;

    @BeforeEach
    void setUp() throws IOException, JoseException {
        key = key("k-1");
        published.add(key);
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/jwks", exchange -> {
            asked.incrementAndGet();
            byte[] body = new JsonWebKeySet(published).toJson().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        provider.start();
        String url = "http://127.0.0.1:" + provider.getAddress().getPort() + "/jwks";
        secrets = new Secrets(
                Files.writeString(directory.resolve("key"), "0123456789abcdef0123456789abcdef"), Optional.empty());
        authenticator = new TokenAuthenticator(
                secrets, clock, new OidcTokens(TestConfig.provider(ISSUER, url, "atelier"), this::kept, clock));
    }

    @AfterEach
    void tearDown() {
        provider.stop(0);
    }

    private Optional<SubjectProfiles.Profile> kept(String subject) {
        return subject.equals("u-18") ? Optional.of(new SubjectProfiles.Profile("d-2", "eve")) : Optional.empty();
    }

    private static RsaJsonWebKey key(String id) throws JoseException {
        RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
        key.setKeyId(id);
        return key;
    }

    private JwtClaims claims(String... roles) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience("atelier");
        claims.setSubject("u-17");
        claims.setExpirationTime(NumericDate.fromMilliseconds(clock.millis() + 300_000));
        claims.setClaim("realm_access", Map.of("roles", Arrays.asList(roles)));
        return claims;
    }

    private static String sign(JwtClaims claims, RsaJsonWebKey with) throws JoseException {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setKeyIdHeaderValue(with.getKeyId());
        signature.setKey(with.getPrivateKey());
        signature.setPayload(claims.toJson());
        return signature.getCompactSerialization();
    }

    private void refused(ErrorCode code, String token) {
        AtelierException refused =
                catchThrowableOfType(AtelierException.class, () -> authenticator.authenticate(token));
        assertThat(refused).isNotNull();
        assertThat(refused.code()).isEqualTo(code);
    }

    @Test
    void readsRoleAndProfileFromTheClaims() throws JoseException {
        assertThat(authenticator.authenticate(sign(claims("offline_access", "admin"), key)))
                .isEqualTo(new Caller("u-17", Role.ADMIN, null, null));
        assertThat(authenticator.authenticate(sign(claims("viewer"), key)).role())
                .isEqualTo(Role.VIEWER);
        JwtClaims member = claims("viewer", "Member");
        member.setClaim("atelier_domain", "d-1");
        member.setClaim("atelier_user_profile", "ann");
        assertThat(authenticator.authenticate(sign(member, key)))
                .isEqualTo(new Caller("u-17", Role.MEMBER, "d-1", "ann"));
    }

    @Test
    void refusesWhoHasNoRoleOrNoProfile() throws JoseException {
        refused(ErrorCode.PERMISSION_DENIED, sign(claims("guest"), key));
        refused(ErrorCode.PERMISSION_DENIED, sign(claims("member"), key));
        refused(ErrorCode.PERMISSION_DENIED, sign(claims("service"), key));
    }

    @Test
    void refusesAnotherAudienceIssuerKeyOrTime() throws JoseException {
        JwtClaims audience = claims("admin");
        audience.setAudience("payroll");
        refused(ErrorCode.UNAUTHENTICATED, sign(audience, key));
        JwtClaims issuer = claims("admin");
        issuer.setIssuer("https://evil.example.com");
        refused(ErrorCode.UNAUTHENTICATED, sign(issuer, key));
        refused(ErrorCode.UNAUTHENTICATED, sign(claims("admin"), key("k-1")));
        String late = sign(claims("admin"), key);
        clock.move(Duration.ofHours(1));
        refused(ErrorCode.UNAUTHENTICATED, late);
    }

    @Test
    void neverTakesAPublicKeyForASecret() throws JoseException {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        signature.setKeyIdHeaderValue("k-1");
        signature.setKey(new HmacKey(key.getPublicKey().getEncoded()));
        signature.setPayload(claims("admin").toJson());
        refused(ErrorCode.UNAUTHENTICATED, signature.getCompactSerialization());
    }

    @Test
    void stillKnowsTheInstallationsOwnTokens() {
        TokenMinter minter = new TokenMinter(secrets, Duration.ofMinutes(5), clock);
        assertThat(authenticator.authenticate(minter.service("studio-service")).role())
                .isEqualTo(Role.SERVICE);
    }

    @Test
    void findsTheProfileThatIsKeptForTheSubject() throws JoseException {
        JwtClaims member = claims("member");
        member.setSubject("u-18");
        assertThat(authenticator.authenticate(sign(member, key)))
                .isEqualTo(new Caller("u-18", Role.MEMBER, "d-2", "eve"));
    }

    @Test
    void followsARotationOfKeysAtOnceWithoutAskingTooOften() throws JoseException {
        authenticator.authenticate(sign(claims("admin"), key));
        authenticator.authenticate(sign(claims("admin"), key));
        assertThat(asked).hasValue(1);
        RsaJsonWebKey next = key("k-2");
        published.add(next);
        assertThat(authenticator.authenticate(sign(claims("admin"), next)).role())
                .isEqualTo(Role.ADMIN);
        assertThat(asked).hasValue(2);

        RsaJsonWebKey madeUp = key("made-up");
        for (int i = 0; i < 3 * JwksKeys.BURST; i++) {
            refused(ErrorCode.UNAUTHENTICATED, sign(claims("admin"), madeUp));
        }
        assertThat(asked).hasValue(JwksKeys.BURST);
        clock.move(JwksKeys.INTERVAL);
        refused(ErrorCode.UNAUTHENTICATED, sign(claims("admin"), madeUp));
        refused(ErrorCode.UNAUTHENTICATED, sign(claims("admin"), madeUp));
        assertThat(asked).hasValue(JwksKeys.BURST + 1);
        assertThat(authenticator.authenticate(sign(claims("admin"), next)).role())
                .isEqualTo(Role.ADMIN);
    }

    @Test
    void usesTheLastKnownKeysWhileTheProviderIsAway() throws JoseException {
        authenticator.authenticate(sign(claims("admin"), key));
        provider.stop(0);
        clock.move(Duration.ofHours(1));
        assertThat(authenticator.authenticate(sign(claims("admin"), key)).role())
                .isEqualTo(Role.ADMIN);
    }
}
