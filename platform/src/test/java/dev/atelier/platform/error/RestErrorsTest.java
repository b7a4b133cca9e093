package dev.atelier.platform.error;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.atelier.platform.support.BillingServer;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(BillingServer.class)
class RestErrorsTest {
    @TestHTTPResource
    URI uri;

    @BillingServer.Billing
    BillingServer billing;

    private static RequestSpecification operator() {
        return given().header("Authorization", "Bearer " + TestTokens.operator());
    }

    private static ValidatableResponse post(String body) {
        return operator()
                .contentType("application/json")
                .body(body)
                .post("/api/v1/things")
                .then();
    }

    private static ValidatableResponse problem(ValidatableResponse answer, int status, String code) {
        return answer.statusCode(status)
                .contentType("application/problem+json")
                .body("type", endsWith("/errors/" + code))
                .body("title", not(blankOrNullString()))
                .body("status", equalTo(status))
                .body("code", equalTo(code))
                .body("detail", not(blankOrNullString()))
                .body("traceId", not(blankOrNullString()));
    }

    @Test
    void acceptsWhatIsRight() {
        post("{\"name\":\"n\",\"life\":\"PT30M\",\"parts\":[{\"size\":3,\"since\":\"2026-01-31T12:00:00Z\",\"colour\":\"RED\"}]}")
                .statusCode(200)
                .body("life", equalTo("PT30M"))
                .body("parts[0].since", equalTo("2026-01-31T12:00:00Z"));
        post("{\"name\":\"n\"}").statusCode(200).body("$", org.hamcrest.Matchers.aMapWithSize(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"n\",\"colour\":1} | colour | is not a known field",
                "{\"name\":\"n\",\"parts\":[{\"size\":1,\"wide\":2}]} | parts[0].wide | is not a known field",
                "{\"name\":\"n\",\"parts\":[{\"size\":\"big\"}]} | parts[0].size | whole number",
                "{\"name\":\"n\",\"parts\":[{\"size\":1.5}]} | parts[0].size | whole number",
                "{\"name\":\"n\",\"parts\":[{\"size\":\"1\"}]} | parts[0].size | whole number",
                "{\"name\":\"n\",\"parts\":[{\"size\":1,\"colour\":\"GREEN\"}]} | parts[0].colour | RED, BLUE",
                "{\"name\":\"n\",\"parts\":[{\"size\":1,\"since\":\"soon\"}]} | parts[0].since | 2026-01-31T12:00:00Z",
                "{\"name\":\"n\",\"life\":\"a while\"} | life | ISO-8601",
                "{\"name\":7} | name | must be a string",
                "{\"name\":\"n\",\"parts\":{}} | parts | must be an array",
                "{\"name\":\"n\",\"parts\":[{\"size\":10}]} | parts[0].size | 9",
                "{\"name\":\" \"} | name | blank",
                "{\"name\":\"n\",\"name\":\"m\"} | body | not valid JSON",
                "{\"name\": | body | not valid JSON",
                "[] | body | must be an object",
                "{\"name\":\"n\"} {} | body | more than one",
            })
    void namesTheFieldThatIsWrong(String body, String field, String message) {
        problem(post(body), 400, "validation")
                .body("errors", hasSize(1))
                .body("errors[0].field", equalTo(field))
                .body("errors[0].message", containsString(message))
                .body("detail", not(containsString("dev.atelier")))
                .body("detail", not(containsString("jackson")));
    }

    @Test
    void asksForABodyThatIsMissing() {
        problem(post(""), 400, "validation").body("errors[0].field", equalTo("body"));
        problem(post("null"), 400, "validation").body("errors[0].field", equalTo("body"));
        problem(operator().contentType("text/csv").post("/api/v1/things").then(), 415, "unsupported-media-type");
    }

    @Test
    void namesUnknownAndUnreadableParameters() {
        problem(
                        operator()
                                .get("/api/v1/things?pageSize=2&colour=red&weight=heavy")
                                .then(),
                        400,
                        "validation")
                .body("errors.field", hasItems("colour", "weight"))
                .body("errors.find { it.field == 'colour' }.message", containsString("pageSize, pageToken, weight"));
        problem(operator().get("/api/v1/things?weight=101").then(), 400, "validation")
                .body("errors[0].field", equalTo("weight"));
        problem(operator().get("/api/v1/things?pageSize=101").then(), 400, "validation")
                .body("errors[0].field", equalTo("pageSize"));
        problem(operator().get("/api/v1/things?pageToken=rubbish").then(), 400, "validation")
                .body("errors[0].field", equalTo("pageToken"));
    }

    @Test
    void pagesThroughAList() {
        String token = operator()
                .get("/api/v1/things?pageSize=2")
                .then()
                .body("items", equalTo(java.util.List.of("a", "b")))
                .extract()
                .path("nextPageToken");
        token = operator()
                .queryParam("pageToken", token)
                .get("/api/v1/things?pageSize=2")
                .then()
                .body("items", equalTo(java.util.List.of("c", "d")))
                .extract()
                .path("nextPageToken");
        operator()
                .queryParam("pageToken", token)
                .get("/api/v1/things?pageSize=2")
                .then()
                .body("items", equalTo(java.util.List.of("e")))
                .body("nextPageToken", nullValue());
    }

    @Test
    void rendersTheCatalogue() {
        problem(operator().get("/api/v1/things/t-9").then(), 404, "resource-not-found")
                .body("detail", equalTo("There is no thing 't-9'."));
        problem(operator().get("/api/v1/nothing").then(), 404, "resource-not-found");
        problem(operator().delete("/api/v1/things").then(), 405, "method-not-allowed");
        problem(
                operator()
                        .contentType("text/plain")
                        .body("x")
                        .post("/api/v1/things")
                        .then(),
                415,
                "unsupported-media-type");
        problem(operator().accept("image/png").get("/api/v1/things/who").then(), 415, "unsupported-media-type");
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        String large = "{\"name\":\"" + "x".repeat(70_000) + "\"}";
        problem(post(large), 413, "payload-too-large").body("detail", containsString("65536"));
    }

    @Test
    void refusesAChunkedBodyThatIsTooLarge() throws Exception {
        byte[] large = ("{\"name\":\"" + "x".repeat(200_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(uri.resolve("/api/v1/things"))
                .header("Authorization", "Bearer " + TestTokens.operator())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                .build();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).contains("payload-too-large", "65536");
        }
    }

    @Test
    void passesTheTraceOnToOtherServices() {
        operator()
                .header("traceparent", "00-aaaabbbbccccddddaaaabbbbccccdddd-00f067aa0ba902b7-01")
                .get("/api/v1/loops/billing")
                .then()
                .statusCode(200);
        assertThat(billing.traceparents())
                .anyMatch(parent -> parent.matches("00-aaaabbbbccccddddaaaabbbbccccdddd-[0-9a-f]{16}-01"));
    }

    @Test
    void leaksNothingOfAnAccident() {
        problem(operator().get("/api/v1/things/boom").then(), 500, "internal")
                .body("detail", not(containsString("hunter2")))
                .body("errors", hasSize(0));
    }

    @Test
    void takesTheTraceOfTheCaller() {
        operator()
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .get("/api/v1/things/t-9")
                .then()
                .body("traceId", equalTo("4bf92f3577b34da6a3ce929d0e0e4736"));
    }

    @Test
    void letsNobodyInWithoutAToken() {
        problem(given().get("/api/v1/things").then(), 401, "unauthenticated")
                .header("WWW-Authenticate", startsWith("Bearer"));
        for (String wrong : new String[] {
            "Bearer nonsense",
            "Basic " + TestTokens.operator(),
            "Bearer " + TestTokens.forged(),
            "Bearer " + TestTokens.user("d-1", "ann", Duration.ofMinutes(-1)),
            "Bearer " + TestTokens.user("d-1", "ann").replaceFirst("\\.[^.]*$", ".")
        }) {
            problem(given().header("Authorization", wrong).get("/api/v1/things").then(), 401, "unauthenticated");
        }
    }

    @Test
    void knowsTheCallerOnEveryKindOfThread() {
        String ann = TestTokens.user("d-1", "ann");
        for (String scheme : new String[] {"Bearer", "token", "bearer"}) {
            given().header("Authorization", scheme + " " + ann)
                    .get("/api/v1/things/who")
                    .then()
                    .statusCode(200)
                    .body("subject", equalTo("d-1/ann"))
                    .body("role", equalTo("member"))
                    .body("virtual", equalTo(true));
        }
        given().header("Authorization", "Bearer " + ann)
                .get("/api/v1/loops/who")
                .then()
                .body("subject", equalTo("d-1/ann"));
        operator().get("/api/v1/things/who").then().body("subject", equalTo("operator"));
    }

    @Test
    void keepsMembersToTheirOwn() {
        given().header("Authorization", "Bearer " + TestTokens.user("d-1", "ann"))
                .get("/api/v1/things/mine")
                .then()
                .statusCode(200);
        problem(
                given().header("Authorization", "Bearer " + TestTokens.user("d-1", "bob"))
                        .get("/api/v1/things/mine")
                        .then(),
                403,
                "permission-denied");
    }
}
