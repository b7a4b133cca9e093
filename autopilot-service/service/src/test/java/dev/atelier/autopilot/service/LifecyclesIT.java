package dev.atelier.autopilot.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The moves of jobs, endpoints and monitors that only something going wrong, or somebody in a hurry, makes, with the real worker. Where
 * each move is tested says {@link LifecycleTableTest}.
 */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(Neighbours.class)
class LifecyclesIT {
    private static final Map<String, Object> TRIAL =
            Map.of("trial", 0, "name", "boosting", "algorithm", "LightGBM", "parameters", Map.of("rounds", 20));

    @Neighbours.Injected
    @Nullable
    Neighbours neighbours;

    private final Api dan = Api.member("dan");
    private final List<String> endpoints = new ArrayList<>();

    @AfterEach
    void close() {
        endpoints.forEach(name -> dan.rest().delete("/api/v1/endpoints/" + name));
        dan.close();
    }

    @Test
    void aJobIsStoppedBeforeItBeganAndWhileItExplains() {
        String hasty = Jobs.create(dan, Tables.binary(1200, 41), Map.of());
        stop(hasty);
        JsonPath stopped = Jobs.end(dan, hasty);
        assertThat(stopped.getString("status")).isEqualTo("Stopped");
        assertThat(stopped.getString("secondaryStatus")).isEqualTo("Stopped");

        String job = Jobs.create(dan, Tables.binary(4000, 42), Map.of("limits", Map.of("maxCandidates", 3)));
        Jobs.until(dan, job, state -> "GeneratingExplainabilityReport".equals(state.getString("secondaryStatus")));
        stop(job);
        stopped = Jobs.end(dan, job);
        assertThat(stopped.getString("status")).isEqualTo("Stopped");
        assertThat(stopped.getString("bestCandidate.status")).isEqualTo("Completed");
        assertThat(Workers.all(dataDir())).isEmpty();
    }

    @Test
    void aJobWhoseTrainingIsKilledAgainAndAgainFails() {
        String job = Jobs.create(dan, Tables.binary(4000, 43), Map.of("limits", Map.of("maxCandidates", 2)));

        await("the end of " + job)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    Workers.running(dataDir(), "train").forEach(ProcessHandle::destroyForcibly);
                    return !"InProgress".equals(status("automl-jobs/" + job));
                });

        JsonPath failed = Jobs.get(dan, job);
        assertThat(failed.getString("status")).as(failed.prettify()).isEqualTo("Failed");
        assertThat(failed.getString("failureReason")).startsWith("No candidate was");
        assertThat(Workers.all(dataDir())).isEmpty();
    }

    @Test
    void endpointsAndMonitorsWhoseWorkersAreKilledOrThatAreDeletedOnTheWay() {
        String job = Jobs.create(dan, Tables.binary(1200, 44), Map.of("trials", List.of(TRIAL)));
        JsonPath trained = Jobs.end(dan, job);
        assertThat(trained.getString("status")).as(trained.prettify()).isEqualTo("Completed");
        assertThat(trained.getString("secondaryStatus")).isEqualTo("Completed");

        String stillborn = endpoint(job);
        killed("serve");
        String reason = until("endpoints/" + stillborn, "Failed").getString("failureReason");
        assertThat(reason).contains("SIGKILL");
        deleted(stillborn);

        String unwanted = endpoint(job);
        deleted(unwanted);

        String name = endpoint(job);
        until("endpoints/" + name, "InService");
        monitors(name);
        String left = replaced(name, job);
        update(name, job);
        deleted(name);
        assertThat(ended(left, run(left, Map.of())).getString("failureReason")).contains("The endpoint is deleted");
        dan.rest().delete("/api/v1/monitoring-schedules/{name}", left).then().statusCode(204);

        String wavering = endpoint(job);
        until("endpoints/" + wavering, "InService");
        killedWhileUpdating(wavering, job);
        until("endpoints/" + wavering, "RollingBack");
        deleted(wavering);

        String frail = endpoint(job);
        until("endpoints/" + frail, "InService");
        await("it fails for good").atMost(Duration.ofMinutes(2)).until(() -> {
            Workers.running(dataDir(), "serve").forEach(ProcessHandle::destroyForcibly);
            return "Failed".equals(status("endpoints/" + frail));
        });
        assertThat(get("endpoints/" + frail).getString("failureReason")).contains("started again");
        assertThat(Workers.all(dataDir())).isEmpty();
        deleted(frail);
    }

    private void update(String endpoint, String job) {
        dan.rest()
                .contentType("application/json")
                .body(Map.of("autoMlJobName", job))
                .patch("/api/v1/endpoints/{name}", endpoint)
                .then()
                .statusCode(200)
                .body("status", equalTo("Updating"));
    }

    /** The worker of the new version; that of the old one goes on. */
    private void killedWhileUpdating(String endpoint, String job) {
        List<ProcessHandle> old = Workers.running(dataDir(), "serve");
        update(endpoint, job);
        await("the new worker of " + endpoint)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> Workers.running(dataDir(), "serve").stream()
                                .filter(worker -> !old.contains(worker))
                                .toList(),
                        workers -> !workers.isEmpty())
                .forEach(ProcessHandle::destroyForcibly);
    }

    private void monitors(String endpoint) {
        String monitor = monitor(endpoint);
        JsonPath nothing = ended(monitor, run(monitor, Map.of()));
        assertThat(nothing.getString("status")).isEqualTo("Failed");
        assertThat(nothing.getString("failureReason")).contains("Nothing was captured");

        String execution = run(monitor, Map.of("datasetId", dan.upload(Tables.binary(5000, 45))));
        killed("monitor");
        JsonPath failed = ended(monitor, execution);
        assertThat(failed.getString("status")).as(failed.prettify()).isEqualTo("Failed");
        assertThat(failed.getString("failureReason")).contains("SIGKILL");

        String dataset = dan.upload(Tables.binary(5000, 46));
        for (int waiting = 0; waiting < 3; waiting++) {
            run(monitor, Map.of("datasetId", dataset));
        }
        await("a run that has begun")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> !Workers.running(dataDir(), "monitor").isEmpty());
        dan.rest().delete("/api/v1/monitoring-schedules/{name}", monitor).then().statusCode(204);
        assertThat(Workers.running(dataDir(), "monitor")).isEmpty();
    }

    /** The variant that a monitor watches is no more: the run says so. Gives the monitor. */
    private String replaced(String endpoint, String job) {
        String monitor = monitor(endpoint);
        dan.rest()
                .contentType("application/json")
                .body(Map.of("productionVariants", List.of(Map.of("variantName", "Successor", "autoMlJobName", job))))
                .patch("/api/v1/endpoints/{name}", endpoint)
                .then()
                .statusCode(200);
        until("endpoints/" + endpoint, "InService");
        JsonPath gone = ended(monitor, run(monitor, Map.of()));
        assertThat(gone.getString("status")).isEqualTo("Failed");
        assertThat(gone.getString("failureReason"))
                .contains("'" + endpoint + "' no longer has the variant", "only Successor");
        return monitor;
    }

    private String monitor(String endpoint) {
        String monitor = Api.unique("monitor");
        dan.rest()
                .contentType("application/json")
                .body(Map.of(
                        "monitoringScheduleName", monitor, "endpointName", endpoint, "monitoringType", "DataQuality"))
                .post("/api/v1/monitoring-schedules")
                .then()
                .statusCode(201);
        return monitor;
    }

    private void killed(String command) {
        await("a worker that can be killed: " + command)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> Workers.running(dataDir(), command), workers -> !workers.isEmpty())
                .forEach(ProcessHandle::destroyForcibly);
    }

    private void stop(String job) {
        dan.rest()
                .urlEncodingEnabled(false)
                .post("/api/v1/automl-jobs/" + job + ":stop")
                .then()
                .statusCode(200);
    }

    private String endpoint(String job) {
        String name = Api.unique("endpoint");
        dan.rest()
                .contentType("application/json")
                .body(Map.of("endpointName", name, "autoMlJobName", job))
                .post("/api/v1/endpoints")
                .then()
                .statusCode(201);
        endpoints.add(name);
        return name;
    }

    private void deleted(String endpoint) {
        dan.rest().delete("/api/v1/endpoints/{name}", endpoint).then().statusCode(204);
        await("the end of " + endpoint)
                .atMost(Duration.ofSeconds(30))
                .until(() ->
                        dan.rest().get("/api/v1/endpoints/{name}", endpoint).statusCode() == 404);
        assertThat(Workers.running(dataDir(), "serve")).isEmpty();
    }

    private String run(String monitor, Map<String, Object> body) {
        return dan.rest()
                .urlEncodingEnabled(false)
                .contentType("application/json")
                .body(body)
                .post("/api/v1/monitoring-schedules/" + monitor + ":run")
                .then()
                .statusCode(201)
                .extract()
                .path("monitoringExecutionId");
    }

    private JsonPath ended(String monitor, String execution) {
        String path = "monitoring-schedules/" + monitor + "/executions/" + execution;
        return await(path)
                .atMost(Duration.ofSeconds(90))
                .until(() -> get(path), run -> run.getString("endTime") != null);
    }

    private JsonPath until(String path, String status) {
        return await(path + " " + status)
                .atMost(Duration.ofSeconds(90))
                .until(() -> get(path), found -> status.equals(found.getString("status")));
    }

    private String status(String path) {
        return get(path).getString("status");
    }

    private JsonPath get(String path) {
        return dan.rest()
                .get("/api/v1/" + path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private Path dataDir() {
        return Objects.requireNonNull(neighbours).dataDir();
    }
}
