package dev.atelier.studio.access;

import static dev.atelier.studio.StudioApi.as;
import static dev.atelier.studio.StudioApi.assertProblem;
import static dev.atelier.studio.StudioApi.operator;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.studio.StudioApi;
import dev.atelier.studio.StudioResource;
import dev.atelier.studio.v1.DomainServiceGrpc;
import dev.atelier.studio.v1.GetDomainRequest;
import dev.atelier.testing.PostgresResource;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Cookie;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The company's sign-on, with a token issuer of its own: browsers by code and PKCE, programs by bearer token. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = OidcResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = StudioResource.class, restrictToAnnotatedClass = true)
class SignOnTest {
    TestIssuer issuer;

    @TestHTTPResource("/")
    URI server;

    @Inject
    DataSource database;

    @Test
    void aMemberSignsInGoesWhereThatOneWantedAndSignsOut() {
        String domain = StudioApi.domain();
        StudioApi.profile(domain, "ada");
        issuer.signsIn(person("u-1", "member", domain, "ada"));
        String wanted = "/jupyter/" + domain + "/ada/lab/tree/a%20b.ipynb?reset=1";
        Response refused = given().redirects()
                .follow(false)
                .urlEncodingEnabled(false)
                .header("Accept", "text/html")
                .get(wanted);
        assertThat(refused.statusCode()).isEqualTo(302);
        assertThat(refused.header("Location")).startsWith("/auth/sign-in?returnTo=");

        Response begun = follow(refused.header("Location"));
        Cookie ticket = begun.detailedCookie("atelier-sign-in");
        assertThat(ticket.isHttpOnly()).isTrue();
        assertThat(ticket.getPath()).isEqualTo("/auth");
        Response back = callback(begun, ticket.getValue());

        assertThat(back.statusCode()).as(back.asString()).isEqualTo(302);
        assertThat(back.header("Location")).endsWith(wanted);
        Cookie session = back.detailedCookie("atelier-session");
        assertThat(session.isHttpOnly()).isTrue();
        assertThat(session.getSameSite()).isEqualToIgnoringCase("Lax");
        assertThat(session.getMaxAge()).isEqualTo(8 * 3600);
        Response who = who(session.getValue());
        assertThat((String) who.path("subject")).isEqualTo("u-1");
        assertThat((String) who.path("role")).isEqualTo("member");
        assertThat((String) who.path("userProfileName")).isEqualTo("ada");
        assertThat(specs(session.getValue(), domain, "ada").statusCode()).isEqualTo(200);
        assertThat(specs(session.getValue(), domain, "bob").statusCode()).isEqualTo(403);
        assertProblem(as(session.getValue()).get("/api/v1/domains/" + domain), 401, "unauthenticated");

        assertThat(given().cookie("atelier-session", session.getValue())
                        .header("Sec-Fetch-Site", "cross-site")
                        .get("/auth/sign-out")
                        .asString())
                .contains("Sign out?");
        assertThat(who(session.getValue()).statusCode()).isEqualTo(200);
        Response out = given().redirects()
                .follow(false)
                .cookie("atelier-session", session.getValue())
                .post("/auth/sign-out");
        assertThat(out.header("Location")).startsWith(issuer.issuer() + "/end?client_id=" + TestIssuer.CLIENT);
        assertThat(out.detailedCookie("atelier-session").getMaxAge()).isZero();
        assertProblem(who(session.getValue()), 401, "unauthenticated");
        assertThat(specs(session.getValue(), domain, "ada").statusCode()).isEqualTo(401);
    }

    @Test
    void theProfileThatIsKeptForASubjectIsUsed() {
        String domain = StudioApi.domain();
        StudioApi.profile(domain, "eve");
        String subject = "u|" + UUID.randomUUID();
        String path = "/api/v1/sign-on-identities/" + URLEncoder.encode(subject, StandardCharsets.UTF_8);
        issuer.signsIn(Map.of("sub", subject, "roles", List.of("member")));
        assertThat(signIn("").statusCode()).isEqualTo(403);
        Map<String, String> profile = Map.of("domainId", domain, "userProfileName", "eve");
        String member = issuer.bearer(person("u-2", "member", domain, "eve"));
        assertProblem(as(member).urlEncodingEnabled(false).body(profile).put(path), 403, "permission-denied");
        operator().urlEncodingEnabled(false).body(profile).put(path).then().statusCode(200);

        Response back = signIn("");

        assertThat(back.header("Location")).endsWith("/jupyter/" + domain + "/eve/lab");
        String session = back.cookie("atelier-session");
        assertThat((String) who(session).path("userProfileName")).isEqualTo("eve");
        String bearer = issuer.bearer(Map.of("sub", subject, "roles", List.of("member")));
        as(bearer)
                .get("/api/v1/domains/" + domain + "/user-profiles/eve")
                .then()
                .statusCode(200);
        assertThat(operator()
                        .get("/api/v1/sign-on-identities?pageSize=100")
                        .jsonPath()
                        .getList("items.subject"))
                .contains(subject);

        String late = signIn("").cookie("atelier-session");
        operator().urlEncodingEnabled(false).delete(path).then().statusCode(204);
        assertProblem(who(late), 401, "unauthenticated");
        assertProblem(as(bearer).get("/api/v1/domains/" + domain + "/user-profiles/eve"), 403, "permission-denied");
    }

    @Test
    void aSubjectThatGetsAnotherProfileIsSignedOutOfTheFirst() {
        String domain = StudioApi.domain();
        StudioApi.profile(domain, "eve");
        StudioApi.profile(domain, "kim");
        String subject = "u|" + UUID.randomUUID();
        String path = "/api/v1/sign-on-identities/" + URLEncoder.encode(subject, StandardCharsets.UTF_8);
        issuer.signsIn(Map.of("sub", subject, "roles", List.of("member")));
        Map<String, String> eve = Map.of("domainId", domain, "userProfileName", "eve");
        operator().urlEncodingEnabled(false).body(eve).put(path).then().statusCode(200);
        String session = signIn("").cookie("atelier-session");

        operator().urlEncodingEnabled(false).body(eve).put(path).then().statusCode(200);
        assertThat((String) who(session).path("userProfileName")).isEqualTo("eve");
        String unseen = signIn("").cookie("atelier-session");
        operator()
                .urlEncodingEnabled(false)
                .body(Map.of("domainId", domain, "userProfileName", "kim"))
                .put(path)
                .then()
                .statusCode(200);

        assertProblem(who(unseen), 401, "unauthenticated");
        assertThat((String) who(signIn("").cookie("atelier-session")).path("userProfileName"))
                .isEqualTo("kim");
        operator().urlEncodingEnabled(false).delete(path).then().statusCode(204);
        JsonPath written = operator()
                .queryParam("domainId", domain)
                .queryParam("resourceType", "SignOnIdentity")
                .get("/api/v1/audit-events")
                .jsonPath();
        assertThat(written.getList("items.action"))
                .containsExactly("DeleteSignOnIdentity", "PutSignOnIdentity", "PutSignOnIdentity", "PutSignOnIdentity");
        assertThat(written.getList("items.resourceId")).containsOnly(subject);
    }

    @Test
    void anAdministratorNeedsNoProfileAndAViewerChangesNothing() {
        String domain = StudioApi.domain();
        String profile = StudioApi.profile(domain, "ada");
        issuer.signsIn(Map.of("sub", "boss", "roles", "admin"));
        Response back = signIn("");
        assertThat(back.header("Location")).endsWith("/auth/home");
        String session = back.cookie("atelier-session");
        assertThat(given().cookie("atelier-session", session).get("/auth/home").asString())
                .contains("boss", "admin");
        assertThat(specs(session, domain, "ada").statusCode()).isEqualTo(200);
        String viewer = issuer.bearer(Map.of("sub", "eyes", "roles", List.of("viewer")));
        as(viewer).get(profile).then().statusCode(200);
        assertProblem(as(viewer).delete(profile), 403, "permission-denied");
    }

    @Test
    void whatWasNotBegunInThisBrowserOrIsNotConfirmedLetsNobodyIn() {
        issuer.signsIn(Map.of("sub", "boss", "roles", "admin"));
        Response mine = follow("/auth/sign-in");
        Response others = follow("/auth/sign-in");
        String ticket = mine.cookie("atelier-sign-in");
        assertNobody(callback(others, ticket));
        assertNobody(callback(mine, "made-up"));
        assertNobody(given().redirects().follow(false).get("/auth/callback?code=x&state=y"));
        assertNobody(given().redirects()
                .follow(false)
                .cookie("atelier-sign-in", ticket)
                .get("/auth/callback?error=access_denied&state=y&error_description=<b>no"));

        Response again = follow("/auth/sign-in");
        URI answer = authorize(again);
        String foreign = answer.getRawPath() + "?" + answer.getRawQuery().replaceAll("iss=[^&]*", "iss=evil");
        assertNobody(callback(foreign, again.cookie("atelier-sign-in")));
        String good = answer.getRawPath() + "?" + answer.getRawQuery();
        assertThat(callback(good, again.cookie("atelier-sign-in")).cookie("atelier-session"))
                .isNotEmpty();
        assertNobody(callback(good, again.cookie("atelier-sign-in")));

        issuer.strangeNonce(true);
        assertNobody(signIn(""));
        issuer.strangeNonce(false);
        issuer.signsIn(Map.of("sub", "guest", "roles", List.of("guest")));
        assertThat(signIn("").statusCode()).isEqualTo(403);
        issuer.signsIn(person("u-3", "member", "d-000000000000", "nobody"));
        assertThat(signIn("").statusCode()).isEqualTo(404);
        assertProblem(as(ticket).get("/api/v1/domains"), 401, "unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example/jupyter/",
                "https://evil.example/jupyter/",
                "/jupyter/../../auth/sign-out",
                "/jupyter/\\evil",
                "/api/v1/domains"
            })
    void noBrowserIsSentElsewhere(String path) {
        issuer.signsIn(Map.of("sub", "boss", "roles", "admin"));
        assertThat(signIn(path).header("Location")).endsWith("/auth/home");
    }

    @Test
    void theFirstRequestWithANewKeyPasses() {
        String domain = StudioApi.domain();
        Map<String, Object> boss = Map.of("sub", "boss", "roles", "admin");
        as(issuer.bearer(boss)).get("/api/v1/domains/" + domain).then().statusCode(200);

        issuer.rotate();
        assertThat(grpc(issuer.bearer(boss), domain)).isEqualTo(domain);

        issuer.rotate();
        as(issuer.bearer(boss)).get("/api/v1/domains/" + domain).then().statusCode(200);
        assertThat(grpc(issuer.bearer(boss), domain)).isEqualTo(domain);
    }

    @Test
    void aSessionEndsWithItsTimeAndWithItsProfile() throws SQLException {
        String domain = StudioApi.domain();
        String profile = StudioApi.profile(domain, "ada");
        issuer.signsIn(person("u-4", "member", domain, "ada"));
        String old = signIn("").cookie("atelier-session");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "update browser_session set expiration_time = now() - interval '1 second' where subject = 'u-4'");
        }
        assertProblem(who(old), 401, "unauthenticated");

        String another = signIn("").cookie("atelier-session");
        operator().delete(profile).then().statusCode(204);
        StudioApi.awaitGone(profile);
        assertProblem(who(another), 401, "unauthenticated");
    }

    private static Map<String, Object> person(String subject, String role, String domain, String user) {
        Map<String, Object> claims = new HashMap<>();
        claims.put("sub", subject);
        claims.put("roles", List.of(role));
        claims.put("atelier_domain", domain);
        claims.put("atelier_user_profile", user);
        return claims;
    }

    /** A whole sign-in; what the callback answers. */
    private Response signIn(String returnTo) {
        Response begun = follow("/auth/sign-in"
                + (returnTo.isEmpty() ? "" : "?returnTo=" + URLEncoder.encode(returnTo, StandardCharsets.UTF_8)));
        return callback(begun, begun.cookie("atelier-sign-in"));
    }

    private static Response follow(String path) {
        return given().redirects().follow(false).urlEncodingEnabled(false).get(path);
    }

    /** Where the provider sends a browser which it has signed in. */
    private static URI authorize(Response begun) {
        assertThat(begun.statusCode()).as(begun.asString()).isEqualTo(302);
        Response answer =
                given().redirects().follow(false).urlEncodingEnabled(false).get(begun.header("Location"));
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(302);
        assertThat(answer.header("Location")).startsWith("http://studio.example:8700/auth/callback?");
        return URI.create(answer.header("Location"));
    }

    private static Response callback(Response begun, String ticket) {
        URI answer = authorize(begun);
        return callback(answer.getRawPath() + "?" + answer.getRawQuery(), ticket);
    }

    private static Response callback(String path, String ticket) {
        return given().redirects()
                .follow(false)
                .urlEncodingEnabled(false)
                .cookie("atelier-sign-in", ticket)
                .get(path);
    }

    private static void assertNobody(Response answer) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(401);
        assertThat(answer.cookies()).doesNotContainKey("atelier-session");
        assertThat(answer.asString()).contains("not signed in").doesNotContain("<b>no");
    }

    private static Response who(String session) {
        return given().cookie("atelier-session", session).get("/auth/session");
    }

    private Response specs(String session, String domain, String user) {
        return given().cookie("atelier-session", session)
                .get(server.resolve("/jupyter/" + domain + "/" + user + "/api/kernelspecs"));
    }

    private String grpc(String token, String domain) {
        ManagedChannel channel = ManagedChannelBuilder.forAddress(server.getHost(), server.getPort())
                .usePlaintext()
                .build();
        try {
            Metadata headers = new Metadata();
            headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
            return DomainServiceGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .getDomain(GetDomainRequest.newBuilder().setDomainId(domain).build())
                    .getDomain()
                    .getDomainId();
        } finally {
            channel.shutdownNow();
        }
    }
}
