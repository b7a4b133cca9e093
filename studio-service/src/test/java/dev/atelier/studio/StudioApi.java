package dev.atelier.studio;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.testing.TestTokens;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Studio's REST interface as tests use it. */
public final class StudioApi {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private StudioApi() {}

    public static RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token).contentType(ContentType.JSON);
    }

    public static RequestSpecification operator() {
        return as(TestTokens.operator());
    }

    public static String unique(String prefix) {
        return prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** A new domain, in service. */
    public static String domain() {
        String id = operator()
                .body(Map.of("domainName", unique("domain")))
                .post("/api/v1/domains")
                .then()
                .statusCode(201)
                .extract()
                .path("domainId");
        awaitStatus("/api/v1/domains/" + id, "InService");
        return id;
    }

    /** A new user profile, in service; its path. */
    public static String profile(String domainId, String name) {
        operator()
                .body(Map.of(
                        "userProfileName",
                        name,
                        "executionRole",
                        "arn:aws:iam::111122223333:role/StudioUser",
                        "team",
                        "research",
                        "project",
                        "churn"))
                .post("/api/v1/domains/" + domainId + "/user-profiles")
                .then()
                .statusCode(201);
        String path = "/api/v1/domains/" + domainId + "/user-profiles/" + name;
        awaitStatus(path, "InService");
        return path;
    }

    public static Response createApp(String profile, String type, String name, String instanceType) {
        return operator()
                .body(Map.of("appType", type, "appName", name, "instanceType", instanceType))
                .post(profile + "/apps");
    }

    /** A KernelGateway app, in service; its path. */
    public static String kernelApp(String profile, String name, String instanceType) {
        createApp(profile, "KernelGateway", name, instanceType).then().statusCode(201);
        String path = profile + "/apps/KernelGateway/" + name;
        awaitStatus(path, "InService");
        return path;
    }

    public static Response awaitStatus(String path, String status) {
        return await("status " + status + " of " + path)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> operator().get(path), response -> {
                    String now = response.path("status");
                    if ("Failed".equals(now) && !status.equals(now)) {
                        throw new AssertionError(path + " failed: " + response.path("failureReason"));
                    }
                    return status.equals(now);
                });
    }

    public static void awaitGone(String path) {
        await(path + " is gone")
                .atMost(PATIENCE)
                .until(() -> operator().get(path).statusCode() == 404);
    }

    public static List<Map<String, Object>> instances(String domainId) {
        Response response = operator().get("/api/v1/instances?domainId=" + domainId);
        assertThat(response.statusCode()).isEqualTo(200);
        return response.jsonPath().getList("items");
    }

    /** Checks an error of the catalogue. */
    public static void assertProblem(Response response, int status, String code) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat((String) response.path("code")).isEqualTo(code);
    }
}
