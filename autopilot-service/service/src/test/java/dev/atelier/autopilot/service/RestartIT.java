package dev.atelier.autopilot.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.billing.v1.UsageEvent;
import dev.atelier.billing.v1.UsageEventType;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The service as a process of its own, killed while its workers work. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestartIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JSON_TYPE = "application/json";
    private static final int KILLS = 6;

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
                        .hasSize(10));
        adoptsAnEndpoint(job);
    }

    private void adoptsAnEndpoint(String job) {
        call("POST", "/endpoints", JSON_TYPE, json(Map.of("endpointName", "kept", "autoMlJobName", job)), 201);
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

    /** Of a job, an endpoint, a monitor and transforms. The victims follow from a seed; {@code -Datelier.kills.seed=N} tries another one. */
    @Test
    void whateverIsKilledNothingHangsNothingIsLeftAndNothingIsChargedForEver() {
        long seed = Long.getLong("atelier.kills.seed", 7);
        Random random = new Random(seed);
        String served = job(Tables.binary(1200, 22), 1);
        until("/automl-jobs/" + served, RestartIT::ended);
        String job = job(Tables.binary(3000, 23), 4);
        call("POST", "/endpoints", JSON_TYPE, json(Map.of("endpointName", "doomed", "autoMlJobName", served)), 201);
        String table = dataset(Tables.binary(3000, 24));
        String monitor = monitor("doomed");
        List<String> transforms = new ArrayList<>();
        List<String> killed = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            if (kill % 2 == 0) {
                call("POST", monitor + ":run", JSON_TYPE, json(Map.of("datasetId", table)), 201);
            } else {
                transforms.add(transform(served, table));
            }
            for (int looks = random.nextInt(60); looks > 0; looks--) {
                call("GET", "/automl-jobs/" + job, "text/csv", BodyPublishers.noBody(), 200);
            }
            killed.add(killSomething(random));
        }

        JsonNode end = until("/automl-jobs/" + job, RestartIT::ended);
        assertThat(end.path("status").asText())
                .as("seed %d killed %s: %s", seed, killed, end)
                .isIn("Completed", "Failed");
        until(
                "/endpoints/doomed",
                found -> List.of("InService", "Failed")
                        .contains(found.path("status").asText()));
        JsonNode runs = until(
                monitor + "/executions",
                found -> found.path("items").valueStream().allMatch(run -> run.hasNonNull("endTime")));
        assertThat(runs.path("items")
                        .valueStream()
                        .map(run -> run.path("status").asText()))
                .as("seed %d killed %s: %s", seed, killed, runs)
                .hasSize(KILLS / 2)
                .allMatch(List.of("Completed", "Failed")::contains);
        for (String transform : transforms) {
            JsonNode scored = until("/transform-jobs/" + transform, RestartIT::ended);
            assertThat(scored.path("status").asText())
                    .as("seed %d killed %s: %s", seed, killed, scored)
                    .isIn("Completed", "Failed");
        }
        call("DELETE", "/endpoints/doomed", "text/csv", BodyPublishers.noBody(), 204);
        await("seed %d killed %s: the end of every process".formatted(seed, killed))
                .atMost(Duration.ofSeconds(60))
                .until(() -> Workers.all(neighbours.dataDir()).isEmpty());
        await("seed %d killed %s: the end of every charge".formatted(seed, killed))
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> {
                    List<String> names = new ArrayList<>(List.of(served, job, "doomed"));
                    transforms.forEach(name -> names.add("transform-job/" + name));
                    for (String name : names) {
                        assertThat(openCharges(name)).as(name).isNotEmpty().allMatch(open -> open == 0);
                    }
                });
    }

    private static boolean ended(JsonNode job) {
        return !job.path("status").asText().equals("InProgress");
    }

    private String killSomething(Random random) {
        List<ProcessHandle> workers = Workers.all(neighbours.dataDir());
        int victim = random.nextInt(workers.size() + 1);
        if (victim == workers.size()) {
            service.kill();
            service.start();
            return "service";
        }
        ProcessHandle worker = workers.get(victim);
        String command = String.join(" ", worker.info().arguments().orElse(new String[0]));
        worker.destroyForcibly();
        return command.replaceAll(".*atelier-worker\\.jar ([a-z]+).*", "$1");
    }

    /** For each resource, how many of its intervals have begun and not ended. */
    private Collection<Integer> openCharges(String name) {
        Set<String> seen = new HashSet<>();
        Map<String, Integer> open = new HashMap<>();
        for (UsageEvent event : neighbours.usage(name)) {
            if (seen.add(event.getId())) {
                boolean started = event.getType() == UsageEventType.USAGE_EVENT_TYPE_STARTED;
                open.merge(event.getResourceId(), started ? 1 : -1, Integer::sum);
            }
        }
        return open.values();
    }

    /** Makes one and gives its path. */
    private String monitor(String endpoint) {
        String name = Api.unique("monitor");
        call(
                "POST",
                "/monitoring-schedules",
                JSON_TYPE,
                json(Map.of("monitoringScheduleName", name, "endpointName", endpoint, "monitoringType", "DataQuality")),
                201);
        return "/monitoring-schedules/" + name;
    }

    private String transform(String job, String dataset) {
        String name = Api.unique("transform");
        call(
                "POST",
                "/transform-jobs",
                JSON_TYPE,
                json(Map.of("transformJobName", name, "autoMlJobName", job, "datasetId", dataset)),
                201);
        return name;
    }

    private String dataset(byte[] csv) {
        return read(call("POST", "/datasets?name=t", "text/csv", BodyPublishers.ofByteArray(csv), 201))
                .path("datasetId")
                .asText();
    }

    private String job(byte[] csv, int candidates) {
        String dataset = dataset(csv);
        String name = Api.unique("job");
        call(
                "POST",
                "/automl-jobs",
                JSON_TYPE,
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
