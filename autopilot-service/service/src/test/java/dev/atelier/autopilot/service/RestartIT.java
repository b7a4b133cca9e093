package dev.atelier.autopilot.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.billing.v1.UsageEvent;
import dev.atelier.testing.ServiceProcess;
import dev.atelier.testing.TestTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The service as a process of its own, killed while its workers work. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestartIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Neighbours neighbours = new Neighbours();
    private final HttpClient http = HttpClient.newHttpClient();
    private ServiceProcess service;

    @BeforeAll
    void start() {
        Map<String, String> configuration = new HashMap<>();
        neighbours.start().forEach((key, value) -> configuration.put(key.replace(".test-port", ".port"), value));
        service = ServiceProcess.start("autopilot-service/service", configuration);
    }

    @AfterAll
    void stop() {
        service.close();
        neighbours.stop();
        http.close();
        Workers.running(neighbours.dataDir(), "serve").forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void goesOnWithWhatRuns() {
        String job = job(Tables.binary(5000, 21), 3);
        until("/automl-jobs/" + job, found -> found.path("candidatesCompleted").asInt() >= 1);
        ProcessHandle training = await("the training")
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Workers.running(neighbours.dataDir(), "train"), running -> !running.isEmpty())
                .getFirst();

        service.kill();
        assertThat(training.isAlive()).isTrue();
        service.start();

        JsonNode done = until(
                "/automl-jobs/" + job, found -> !found.path("status").asText().equals("InProgress"));
        assertThat(done.path("status").asText()).as(done.toPrettyString()).isEqualTo("Completed");
        assertThat(done.path("candidatesFailed").asInt()).isZero();
        assertThat(done.path("candidatesCompleted").asInt()).isEqualTo(4);
        await("usage")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(neighbours.usage(job).stream()
                                .map(UsageEvent::getId)
                                .distinct())
                        .hasSize(8));
        adoptsAnEndpoint(job);
    }

    private void adoptsAnEndpoint(String job) {
        call("POST", "/endpoints", "application/json", json(Map.of("endpointName", "kept", "autoMlJobName", job)), 201);
        until("/endpoints/kept", found -> found.path("status").asText().equals("InService"));
        List<ProcessHandle> before = Workers.running(neighbours.dataDir(), "serve");

        service.kill();
        service.start();

        assertThat(call("POST", "/endpoints/kept/invocations", "text/csv", BodyPublishers.ofString("1,2,red\n"), 200))
                .containsAnyOf("yes", "no");
        assertThat(Workers.running(neighbours.dataDir(), "serve")).isEqualTo(before);
        call("DELETE", "/endpoints/kept", "text/csv", BodyPublishers.noBody(), 204);
        await("the end of the worker")
                .atMost(Duration.ofSeconds(30))
                .until(() -> Workers.running(neighbours.dataDir(), "serve").isEmpty());
        await("usage")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(neighbours.usage("kept").stream()
                                .map(UsageEvent::getId)
                                .distinct())
                        .hasSize(2));
    }

    private String job(byte[] csv, int candidates) {
        String dataset = read(call("POST", "/datasets?name=t", "text/csv", BodyPublishers.ofByteArray(csv), 201))
                .path("datasetId")
                .asText();
        String name = Api.unique("job");
        call(
                "POST",
                "/automl-jobs",
                "application/json",
                json(Map.of(
                        "autoMlJobName",
                        name,
                        "datasetId",
                        dataset,
                        "targetColumn",
                        "y",
                        "limits",
                        Map.of("maxCandidates", candidates))),
                201);
        return name;
    }

    private JsonNode until(String path, Predicate<JsonNode> state) {
        return await(path)
                .atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> read(call("GET", path, "text/csv", BodyPublishers.noBody(), 200)), state);
    }

    private String call(String method, String path, String contentType, BodyPublisher body, int status) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(service.uri() + "/api/v1" + path))
                .header("Authorization", "Bearer " + TestTokens.user(Api.DOMAIN, "ana"))
                .header("Content-Type", contentType)
                .method(method, body)
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
            return answer.body();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(service.log(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static BodyPublisher json(Object body) {
        return BodyPublishers.ofString(JSON.valueToTree(body).toString());
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
