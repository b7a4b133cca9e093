package dev.atelier.billing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Usage as any program sends it that speaks CloudEvents. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
class CloudEventTest {
    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCHED = "application/cloudevents-batch+json";

    @TestHTTPResource("/")
    URI service;

    private final String domain = "d-" + UUID.randomUUID();
    private final String resource = domain + "/ähm";

    @Test
    void oneEventAsAnObject() {
        send(STRUCTURED, json(started("s"))).statusCode(200).body("accepted", equalTo(1));
        send(STRUCTURED, json(ended("e", "2026-03-02T11:00:00+01:00")))
                .statusCode(200)
                .body("accepted", equalTo(1));
        costs("0.05");
    }

    @Test
    void manyEventsAsAnArrayAndTheSameAgain() {
        // the end first: it waits for its start
        String batch = Stream.of(ended("e", "2026-03-02T12:00:00Z"), started("s"))
                .map(CloudEventTest::json)
                .collect(Collectors.joining(",", "[", "]"));
        send(BATCHED, batch).statusCode(200).body("accepted", equalTo(2));
        send(BATCHED, batch).statusCode(200).body("accepted", equalTo(0)).body("duplicates", equalTo(2));
        costs("0.15");
    }

    @Test
    void anEventWhoseAttributesAreHeadersIsTheSameEvent() {
        send(STRUCTURED, json(started("s"))).statusCode(200);
        as(TestTokens.service("studio-service"))
                .header("ce-specversion", "1.0")
                .header("ce-id", "s")
                .header("ce-source", "//test/" + domain)
                .header("ce-type", "dev.atelier.usage.started")
                .header("ce-subject", domain + "/%C3%A4hm")
                .header("ce-time", "2026-03-02T09:00:00Z")
                .contentType("application/json")
                .body(data())
                .post("/api/v1/cloud-events")
                .then()
                .statusCode(200)
                .body("duplicates", equalTo(1));
    }

    @Test
    void theSameKeyWithAnotherPayloadIsAConflict() {
        send(STRUCTURED, json(started("s"))).statusCode(200);
        String batch =
                "[" + json(ended("e", "2026-03-02T10:00:00Z")) + "," + json(ended("s", "2026-03-02T10:00:00Z")) + "]";
        send(BATCHED, batch)
                .statusCode(409)
                .body("code", equalTo("conflict"))
                .body("errors.field", contains("events[1]"));
        costs("0.05");
    }

    @Test
    void aBodyOfNoTypeIsRefused() throws Exception {
        HttpRequest untyped = HttpRequest.newBuilder(service.resolve("/api/v1/cloud-events"))
                .header("Authorization", "Bearer " + TestTokens.service("studio-service"))
                .POST(HttpRequest.BodyPublishers.ofString(json(started("s"))))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(untyped, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(415);
            assertThat(answer.body()).contains("unsupported-media-type", STRUCTURED);
        }
    }

    @Test
    void whatIsWrongIsNamed() {
        wrong(STRUCTURED, "{", "events[0]");
        wrong(STRUCTURED, "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\"}", "events[0]");
        wrong(STRUCTURED, "{\"specversion\":\"9.9\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\"}", "events[0]");
        wrong(BATCHED, "[]", "events");
        wrong(BATCHED, "[" + json(started("s")) + ",null]", "events[1]");
        wrong(
                BATCHED,
                "[" + json(started("s")) + ","
                        + json(event("x", "com.example.sold").build()) + "]",
                "events[1]");
        wrong(
                STRUCTURED,
                json(event("x", "dev.atelier.usage.exploded")
                        .withTime(OffsetDateTime.parse("2026-03-02T09:00:00Z"))
                        .build()),
                "events[0].type");
        wrong(STRUCTURED, json(started("x")).replace("\"instanceType\"", "\"colour\""), "events[0]");
        send("application/json", data()).statusCode(415).body("detail", containsString("ce-specversion"));
        send("text/plain", "x").statusCode(415);
        given().config(utf8())
                .contentType(STRUCTURED)
                .body(json(started("s")).getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/cloud-events")
                .then()
                .statusCode(401);
        as(TestTokens.user(domain, "ann"))
                .contentType(STRUCTURED)
                .body(json(started("s")).getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/cloud-events")
                .then()
                .statusCode(403);
    }

    private static void wrong(String contentType, String body, String field) {
        send(contentType, body)
                .statusCode(400)
                .body("code", equalTo("validation"))
                .body("errors.field", contains(field));
    }

    private static ValidatableResponse send(String contentType, String body) {
        return as(TestTokens.service("studio-service"))
                .contentType(contentType)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/cloud-events")
                .then();
    }

    private void costs(String amount) {
        as(TestTokens.operator())
                .queryParam("domainId", domain)
                .queryParam("resourceId", resource)
                .get("/api/v1/costs")
                .then()
                .statusCode(200)
                .body("totals.amount", equalTo(List.of(amount)));
    }

    private CloudEvent started(String id) {
        return event(id, "dev.atelier.usage.started")
                .withTime(OffsetDateTime.parse("2026-03-02T09:00:00Z"))
                .withData("application/json", data().getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private CloudEvent ended(String id, String time) {
        return event(id, "dev.atelier.usage.ended")
                .withTime(OffsetDateTime.parse(time))
                .build();
    }

    private CloudEventBuilder event(String id, String type) {
        return CloudEventBuilder.v1()
                .withId(id)
                .withSource(URI.create("//test/" + domain))
                .withType(type)
                .withSubject(resource);
    }

    private String data() {
        return """
                {"component":"studio","instanceType":"ml.t3.medium","region":"us-east-1","owner":{"domainId":"%s"}}
                """.formatted(domain);
    }

    private static String json(CloudEvent event) {
        return new String(new JsonFormat().serialize(event), StandardCharsets.UTF_8);
    }

    private static RequestSpecification as(String token) {
        return given().config(utf8()).header("Authorization", "Bearer " + token);
    }

    /** Content types as they are, without a character set added to them. */
    private static RestAssuredConfig utf8() {
        return RestAssuredConfig.config()
                .encoderConfig(
                        EncoderConfig.encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false));
    }
}
