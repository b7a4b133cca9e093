package dev.atelier.studio.access;

import static dev.atelier.studio.StudioApi.as;
import static dev.atelier.studio.StudioApi.assertProblem;
import static dev.atelier.studio.StudioApi.operator;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.studio.StudioApi;
import dev.atelier.studio.StudioResource;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Pre-signed URLs and access tokens. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(StudioResource.class)
class AccessTest {
    @Inject
    DataSource database;

    @Test
    void aPresignedUrlSignsOneBrowserInOnce() {
        String domain = StudioApi.domain();
        String profile = StudioApi.profile(domain, "ada");
        Response created = presign(domain, Map.of());
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.header("Cache-Control")).isEqualTo("no-store");
        String url = created.path("authorizedUrl");
        assertThat(url).startsWith("http://studio.example:8700/auth?token=");

        Response signedIn = open(url);

        assertThat(signedIn.statusCode()).isEqualTo(302);
        assertThat(URI.create(signedIn.header("Location")).getPath()).isEqualTo("/jupyter/" + domain + "/ada/lab");
        Cookie cookie = signedIn.detailedCookie("atelier-session");
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getPath()).isEqualTo("/");
        assertThat(cookie.getSameSite()).isEqualToIgnoringCase("Lax");
        assertThat(cookie.getMaxAge()).isEqualTo(43_200);
        assertThat((String) given().cookie("atelier-session", cookie.getValue())
                        .get("/auth/session")
                        .path("subject"))
                .isEqualTo(domain + "/ada");
        assertProblem(as(cookie.getValue()).get(profile), 401, "unauthenticated");
        assertThat(operator().get(profile + "/apps").jsonPath().getList("items.appType"))
                .containsExactly("JupyterServer");
        assertProblem(open(url), 401, "unauthenticated");
    }

    @Test
    void withoutASignOnThereIsNone() {
        assertProblem(given().redirects().follow(false).get("/auth/sign-in"), 401, "unauthenticated");
        assertThat(given().get("/auth/callback?code=a&state=b").statusCode()).isEqualTo(401);
    }

    @Test
    void anExpiredOrMadeUpUrlOpensNothing() throws SQLException {
        String domain = StudioApi.domain();
        StudioApi.profile(domain, "ada");
        String url = presign(domain, Map.of("expiresInSeconds", 5)).path("authorizedUrl");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("update presigned_url set expiration_time = now() - interval '1 second'");
        }

        assertProblem(open(url), 401, "unauthenticated");
        assertProblem(open("http://studio.example/auth?token=made-up"), 401, "unauthenticated");
        assertProblem(given().redirects().follow(false).get("/auth"), 401, "unauthenticated");
    }

    @Test
    void limitsAndOwnersAreChecked() {
        String domain = StudioApi.domain();
        StudioApi.profile(domain, "ada");
        assertProblem(presign(domain, Map.of("expiresInSeconds", 4)), 400, "validation");
        assertProblem(presign(domain, Map.of("expiresInSeconds", 301)), 400, "validation");
        assertProblem(presign(domain, Map.of("sessionExpirationDurationInSeconds", 1799)), 400, "validation");
        Map<String, String> ada = Map.of("domainId", domain, "userProfileName", "ada");
        Map<String, String> nobody = Map.of("domainId", domain, "userProfileName", "nobody");
        assertProblem(operator().body(nobody).post("/api/v1/presigned-urls"), 404, "resource-not-found");
        assertProblem(operator().body(nobody).post("/api/v1/access-tokens"), 404, "resource-not-found");
        String bob = TestTokens.user(domain, "bob");
        assertProblem(as(bob).body(ada).post("/api/v1/presigned-urls"), 403, "permission-denied");
        assertProblem(as(bob).body(ada).post("/api/v1/access-tokens"), 403, "permission-denied");
        String token = operator().body(ada).post("/api/v1/access-tokens").path("accessToken");
        as(token).get("/api/v1/domains/" + domain + "/user-profiles/ada").then().statusCode(200);
    }

    private static Response presign(String domain, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("domainId", domain);
        body.put("userProfileName", "ada");
        return operator().body(body).post("/api/v1/presigned-urls");
    }

    private static Response open(String url) {
        URI uri = URI.create(url);
        return given().redirects().follow(false).get(uri.getPath() + "?" + uri.getQuery());
    }
}
