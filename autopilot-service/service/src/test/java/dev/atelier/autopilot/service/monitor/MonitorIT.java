package dev.atelier.autopilot.service.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;

import dev.atelier.autopilot.service.Api;
import dev.atelier.autopilot.service.Jobs;
import dev.atelier.autopilot.service.Neighbours;
import dev.atelier.autopilot.service.Tables;
import dev.atelier.autopilot.service.Workers;
import dev.atelier.autopilot.service.dataset.ObjectStore;
import dev.atelier.autopilot.v1.GetMonitoringReportRequest;
import dev.atelier.autopilot.v1.ListMonitoringExecutionsRequest;
import dev.atelier.autopilot.v1.MonitoringExecution;
import dev.atelier.autopilot.v1.MonitoringServiceGrpc;
import dev.atelier.autopilot.v1.WatchMonitoringScheduleRequest;
import dev.atelier.autopilot.v1.WatchMonitoringScheduleResponse;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A deployed candidate is watched: clean and drifted tables, what was captured, and outcomes that have become known. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(Neighbours.class)
@QuarkusTestResource(ObjectStore.class)
class MonitorIT {
    @Neighbours.Injected
    @Nullable
    Neighbours neighbours;

    @ObjectStore.Injected
    @Nullable
    ObjectStore store;

    @Inject
    @Nullable
    EntityManager entities;

    private final Api ana = Api.member("ana");
    private final Api bob = Api.member("bob");

    private final List<String> endpoints = new ArrayList<>();

    @AfterEach
    void close() {
        endpoints.forEach(name ->
                ana.rest().delete("/api/v1/endpoints/{name}", name).then().statusCode(204));
        await("the end of every worker")
                .atMost(Duration.ofSeconds(30))
                .until(() -> Workers.all(around().dataDir()).isEmpty());
        ana.close();
        bob.close();
    }

    @Test
    void watchesAnEndpoint() throws Exception {
        String job = Jobs.create(
                ana, Tables.binary(1200, 31), Map.of("objectiveMetric", "AUC", "limits", Map.of("maxCandidates", 1)));
        assertThat(Jobs.end(ana, job).getString("status")).isEqualTo("Completed");
        String endpoint = deploy(job);
        stopsWhatTakesTooLong(endpoint);
        String data = monitor(endpoint, Map.of("monitoringType", "DataQuality"));
        String quality = monitor(endpoint, Map.of("monitoringType", "ModelQuality"));
        String hourly =
                monitor(endpoint, Map.of("monitoringType", "DataQuality", "scheduleExpression", "cron(0 * ? * * *)"));
        ana.rest().delete("/api/v1/automl-jobs/{job}", job).then().statusCode(204);

        cleanAndDriftedTables(data, endpoint);
        outcomes(quality);
        captured(endpoint, data);
        atItsTime(hourly);
        refusals(endpoint, data);
        events(data, hourly);
        deletion(data);
        ana.rest()
                .contentType("application/json")
                .body(Map.of("monitoringScheduleName", "m", "endpointName", endpoint, "monitoringType", "DataQuality"))
                .post("/api/v1/monitoring-schedules")
                .then()
                .statusCode(409)
                .body("detail", containsString("is deleted"));
    }

    private void stopsWhatTakesTooLong(String endpoint) throws Exception {
        creation(Map.of("endpointName", endpoint, "monitoringType", "ModelQuality", "maxRuntime", "PT25H"))
                .statusCode(400)
                .body("errors[0].field", equalTo("maxRuntime"));
        String hasty = monitor(endpoint, Map.of("monitoringType", "ModelQuality", "maxRuntime", "PT1S"));
        String id = run(hasty, Map.of("datasetId", ana.upload(Tables.binary(20_000, 37))));
        ProcessHandle worker = await("its worker")
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> Workers.running(around().dataDir(), "monitor").stream()
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(worker.pid()))
                        .start()
                        .waitFor())
                .as("it goes on no more")
                .isZero();

        JsonPath stopped = end(hasty, id);

        assertThat(stopped.getString("status")).isEqualTo("Failed");
        assertThat(stopped.getString("failureReason")).contains("longer than PT1S", "maxRuntime");
        await("the end of its worker").until(() -> !worker.isAlive());
        await("the end of its charge")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(around().usage(endpoint).stream()
                                .filter(event -> event.getResourceId().startsWith("monitoring-execution/"))
                                .map(event -> event.getType().name()))
                        .containsExactly("USAGE_EVENT_TYPE_STARTED", "USAGE_EVENT_TYPE_ENDED"));
        deletion(hasty);
    }

    private void cleanAndDriftedTables(String monitor, String endpoint) {
        JsonPath clean = end(monitor, run(monitor, Map.of("datasetId", ana.upload(Tables.binary(600, 32)))));
        assertThat(clean.getString("status")).as(clean.prettify()).isEqualTo("Completed");
        alert(monitor, "OK");

        JsonPath drifted = end(monitor, run(monitor, Map.of("datasetId", ana.upload(drifted()))));
        assertThat(drifted.getString("status")).as(drifted.prettify()).isEqualTo("CompletedWithViolations");
        alert(monitor, "InAlert");
        ana.rest()
                .get(
                        "/api/v1/monitoring-schedules/{monitor}/executions/{id}/reports/constraint_violations.json",
                        monitor,
                        drifted.getString("monitoringExecutionId"))
                .then()
                .statusCode(200)
                .body("violations.size()", equalTo(drifted.getInt("violations")))
                .body("violations.feature_name", hasItems("x1", "colour"))
                .body("violations.constraint_check_type", hasItems("baseline_drift_check", "categorical_values_check"));
        for (String report : List.of("statistics.json", "constraints.json", "baseline-statistics.json", "drift.json")) {
            assertThat(grpc().getMonitoringReport(GetMonitoringReportRequest.newBuilder()
                                    .setMonitoringScheduleName(monitor)
                                    .setMonitoringExecutionId(drifted.getString("monitoringExecutionId"))
                                    .setReportName(report)
                                    .build())
                            .getContent()
                            .toStringUtf8())
                    .contains("\"version\" : 0.0", "x1");
        }
        await("usage of these runs and the one before")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(around().usage(endpoint).stream()
                                .filter(event -> event.getResourceId().startsWith("monitoring-execution/")))
                        .hasSize(6)
                        .allSatisfy(
                                event -> assertThat(event.getComponent().name()).isEqualTo("COMPONENT_PROCESSING")));
    }

    /** Tables with outcomes lie wherever tables lie: in a store, on the machine, in the home directory, or here. */
    private void outcomes(String monitor) throws IOException {
        ObjectStore tables = Objects.requireNonNull(store);
        tables.put("homes/ana/outcomes.csv", Tables.binary(900, 33));
        JsonPath good = end(monitor, run(monitor, Map.of("inputUri", "s3://tables/homes/ana/outcomes.csv")));
        assertThat(good.getString("status")).as(good.prettify()).isEqualTo("Completed");
        String flipped = new String(Tables.binary(900, 34), StandardCharsets.UTF_8)
                .replace(",yes\n", ",?\n")
                .replace(",no\n", ",yes\n")
                .replace(",?\n", ",no\n");

        Path file = Files.createDirectories(tables.shared().resolve("all")).resolve("flipped.csv");
        Files.writeString(file, flipped);
        JsonPath bad = end(monitor, run(monitor, Map.of("inputUri", file.toUri().toString())));

        assertThat(bad.getString("status")).as(bad.prettify()).isEqualTo("CompletedWithViolations");
        ana.rest()
                .get(
                        "/api/v1/monitoring-schedules/{monitor}/executions/{id}/reports/constraint_violations.json",
                        monitor,
                        bad.getString("monitoringExecutionId"))
                .then()
                .body("violations.metric_name", hasItems("auc"));
        around().home(Api.DOMAIN, "ana", "rows.csv", "x1,x2,colour\n1,2,red\n".getBytes(StandardCharsets.UTF_8));
        JsonPath blind = end(monitor, run(monitor, Map.of("homePath", "rows.csv")));
        assertThat(blind.getString("status")).isEqualTo("Failed");
        assertThat(blind.getString("failureReason")).contains("no column 'y'");
        ana.rest()
                .get("/api/v1/datasets/{id}", good.getString("datasetId"))
                .then()
                .body("name", equalTo("outcomes.csv"), "rows", equalTo(900));
        refused(monitor, Map.of(), 400, "validation", "quality needs a table");
        refused(monitor, Map.of("datasetId", "ds-1", "homePath", "rows.csv"), 400, "validation", "exactly one");
        refused(
                monitor,
                Map.of("homePath", "rows.csv", "captureFrom", "2026-01-01T00:00:00Z"),
                400,
                "validation",
                "a table or times");
        refused(monitor, Map.of("homePath", "none.csv"), 404, "resource-not-found", "none.csv");
        refused(monitor, Map.of("inputUri", "s3://tables/homes/bob/x.csv"), 403, "permission-denied", "s3-locations");
        refused(monitor, Map.of("inputUri", "s3://tables/homes/ana/none.csv"), 404, "resource-not-found", "none.csv");
        refused(monitor, Map.of("inputUri", "file:///etc/passwd"), 403, "permission-denied", "file-roots");
    }

    private void captured(String endpoint, String monitor) {
        StringBuilder rows = new StringBuilder();
        new String(Tables.binary(300, 35), StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .forEach(line -> rows.append(line, 0, line.lastIndexOf(',')).append('\n'));
        ana.rest()
                .contentType("text/csv")
                .body(rows.toString().getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/endpoints/{name}/invocations", endpoint)
                .then()
                .statusCode(200);
        await("the capture")
                .atMost(Duration.ofSeconds(20))
                .until(() -> around().files("endpoints").stream()
                        .anyMatch(file -> file.toString().endsWith(".jsonl")));

        JsonPath run = end(monitor, run(monitor, Map.of()));

        assertThat(run.getString("status")).as(run.prettify()).isEqualTo("Completed");
        ana.rest()
                .get(
                        "/api/v1/monitoring-schedules/{monitor}/executions/{id}/reports/statistics.json",
                        monitor,
                        run.getString("monitoringExecutionId"))
                .then()
                .body("dataset.item_count", equalTo(300));
    }

    /** Its time is put into the past; then it runs once, by itself, and knows its next time. */
    private void due(String schedule, String expression) {
        QuarkusTransaction.requiringNew()
                .run(() -> Objects.requireNonNull(entities)
                        .createQuery(
                                "update ScheduleEntity s set s.nextRun = :past, s.lookedUntil = :before, s.expression = :expression where s.name = :name")
                        .setParameter("past", Instant.now().minusSeconds(5))
                        .setParameter("before", Instant.now().minusSeconds(600))
                        .setParameter("expression", expression)
                        .setParameter("name", schedule)
                        .executeUpdate());
    }

    /** A schedule whose years are over runs once more and then not again. */
    private void itsLastTime(String schedule) {
        due(schedule, "cron(0 0 1 1 ? 2020)");
        await("the last run of " + schedule)
                .atMost(Duration.ofSeconds(60))
                .until(() -> grpc().listMonitoringExecutions(ListMonitoringExecutionsRequest.newBuilder()
                                        .setMonitoringScheduleName(schedule)
                                        .build())
                                .getMonitoringExecutionsCount()
                        == 2);
        assertThat(ana.rest()
                        .get("/api/v1/monitoring-schedules/{name}", schedule)
                        .then()
                        .extract()
                        .<String>path("nextRun"))
                .isNull();
    }

    private void atItsTime(String hourly) {
        Instant next = Instant.parse(ana.rest()
                .get("/api/v1/monitoring-schedules/{name}", hourly)
                .then()
                .extract()
                .path("nextRun"));
        due(hourly, "cron(0 * ? * * *)");

        List<MonitoringExecution> runs = await("the run of " + hourly)
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> grpc().listMonitoringExecutions(ListMonitoringExecutionsRequest.newBuilder()
                                        .setMonitoringScheduleName(hourly)
                                        .build())
                                .getMonitoringExecutionsList(),
                        found -> !found.isEmpty() && found.getFirst().hasEndTime());

        assertThat(runs)
                .singleElement()
                .satisfies(run -> assertThat(run.getStatus()).as(run.toString()).isEqualTo("Completed"));
        assertThat(Instant.parse(ana.rest()
                        .get("/api/v1/monitoring-schedules/{name}", hourly)
                        .then()
                        .extract()
                        .path("nextRun")))
                .isAfterOrEqualTo(next);
        ana.rest()
                .urlEncodingEnabled(false)
                .post("/api/v1/monitoring-schedules/" + hourly + ":stop")
                .then()
                .statusCode(200)
                .body("status", equalTo("Stopped"))
                .body("nextRun", equalTo(null));
        ana.rest()
                .urlEncodingEnabled(false)
                .post("/api/v1/monitoring-schedules/" + hourly + ":start")
                .then()
                .statusCode(200)
                .body("status", equalTo("Scheduled"))
                .body("nextRun", notNullValue());
        itsLastTime(hourly);
    }

    /** Everything that happened, over gRPC and as Server-Sent Events, which go on where the reader was. */
    private void events(String monitor, String hourly) throws Exception {
        List<WatchMonitoringScheduleResponse> seen =
                watched(monitor, event -> event.getEventType().equals("alert"));
        assertThat(seen.stream().map(WatchMonitoringScheduleResponse::getEventId))
                .startsWith(1L, 2L, 3L)
                .isSorted();
        List<String> told = seen.stream()
                .filter(event -> !event.getEventType().equals("violation"))
                .map(event -> event.getEventType() + " " + event.getStatus())
                .toList();
        assertThat(told)
                .startsWith(
                        "schedule Scheduled",
                        "run Pending",
                        "run InProgress",
                        "run Completed",
                        "run Pending",
                        "run InProgress",
                        "run CompletedWithViolations",
                        "alert InAlert");
        assertThat(seen)
                .filteredOn(event -> event.getEventType().equals("violation"))
                .anySatisfy(event -> {
                    assertThat(event.getFeatureName()).isEqualTo("x1");
                    assertThat(event.getConstraintCheckType()).isEqualTo("baseline_drift_check");
                    assertThat(event.getMessage()).isNotBlank();
                });
        assertThat(watched(hourly, event -> event.getEventId() == 6).stream()
                        .map(event -> event.getEventType() + " " + event.getStatus()))
                .containsExactly(
                        "schedule Scheduled",
                        "run Pending",
                        "run InProgress",
                        "run Completed",
                        "schedule Stopped",
                        "schedule Scheduled");

        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<Stream<String>> stream = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/api/v1/monitoring-schedules/%s/events"
                                    .formatted(RestAssured.port, hourly)))
                            .header("Authorization", "Bearer " + TestTokens.user(Api.DOMAIN, "ana"))
                            .header("Last-Event-ID", "4")
                            .build(),
                    HttpResponse.BodyHandlers.ofLines());
            assertThat(stream.headers().firstValue("Content-Type").orElse("")).contains("text/event-stream");
            deletion(hourly);
            List<String> lines = stream.body().toList();
            assertThat(lines).contains("id:5", "event:schedule").doesNotContain("id:4");
            assertThat(lines).anySatisfy(line -> assertThat(line).contains("\"status\":\"Stopped\""));
        }
    }

    private List<WatchMonitoringScheduleResponse> watched(
            String monitor, Predicate<WatchMonitoringScheduleResponse> last) {
        Iterator<WatchMonitoringScheduleResponse> events = grpc().withDeadlineAfter(20, TimeUnit.SECONDS)
                .watchMonitoringSchedule(WatchMonitoringScheduleRequest.newBuilder()
                        .setMonitoringScheduleName(monitor)
                        .build());
        List<WatchMonitoringScheduleResponse> seen = new ArrayList<>();
        do {
            seen.add(events.next());
        } while (!last.test(seen.getLast()));
        return seen;
    }

    private void refusals(String endpoint, String monitor) {
        bob.rest().get("/api/v1/monitoring-schedules/{monitor}", monitor).then().statusCode(404);
        bob.rest()
                .contentType("application/json")
                .body(Map.of("monitoringScheduleName", "m", "endpointName", endpoint, "monitoringType", "DataQuality"))
                .post("/api/v1/monitoring-schedules")
                .then()
                .statusCode(404);
        ana.rest()
                .contentType("application/json")
                .body(Map.of("monitoringScheduleName", "m", "endpointName", endpoint, "monitoringType", "DataQuality"))
                .post("/api/v1/monitoring-schedules")
                .then()
                .statusCode(429)
                .body("code", equalTo("resource-limit-exceeded"))
                .body("detail", containsString("3 monitors"));
        ana.rest()
                .get(
                        "/api/v1/monitoring-schedules/{monitor}/executions/{id}/reports/{report}",
                        monitor,
                        "me-nothing",
                        "statistics.json")
                .then()
                .statusCode(404);
    }

    private void deletion(String monitor) {
        ana.rest()
                .delete("/api/v1/monitoring-schedules/{monitor}", monitor)
                .then()
                .statusCode(204);
        ana.rest()
                .delete("/api/v1/monitoring-schedules/{monitor}", monitor)
                .then()
                .statusCode(204);
        ana.rest().get("/api/v1/monitoring-schedules/{monitor}", monitor).then().statusCode(404);
        assertThat(Workers.running(around().dataDir(), "monitor")).isEmpty();
    }

    private String deploy(String job) {
        String name = Api.unique("endpoint");
        ana.rest()
                .contentType("application/json")
                .body(Map.of(
                        "endpointName", name, "autoMlJobName", job, "dataCapture", Map.of("samplingPercentage", 100)))
                .post("/api/v1/endpoints")
                .then()
                .statusCode(201);
        endpoints.add(name);
        await("endpoint " + name)
                .atMost(Duration.ofSeconds(60))
                .until(() -> ana.rest().get("/api/v1/endpoints/{name}", name).path("status"), "InService"::equals);
        return name;
    }

    private String monitor(String endpoint, Map<String, Object> fields) {
        Map<String, Object> body = new HashMap<>(Map.of("endpointName", endpoint));
        body.putAll(fields);
        return creation(body)
                .statusCode(201)
                .body("status", equalTo("Scheduled"))
                .body("alertStatus", equalTo("OK"))
                .body("maxRuntime", equalTo(fields.getOrDefault("maxRuntime", "PT30M")))
                .extract()
                .path("monitoringScheduleName");
    }

    private ValidatableResponse creation(Map<String, Object> fields) {
        Map<String, Object> body = new HashMap<>(Map.of("monitoringScheduleName", Api.unique("monitor")));
        body.putAll(fields);
        return ana.rest()
                .contentType("application/json")
                .body(body)
                .post("/api/v1/monitoring-schedules")
                .then();
    }

    private String run(String monitor, Map<String, Object> body) {
        return asked(monitor, body).statusCode(201).extract().path("monitoringExecutionId");
    }

    private void refused(String monitor, Map<String, Object> body, int status, String code, String detail) {
        asked(monitor, body).statusCode(status).body("code", equalTo(code)).body("detail", containsString(detail));
    }

    private ValidatableResponse asked(String monitor, Map<String, Object> body) {
        return ana.rest()
                .urlEncodingEnabled(false)
                .contentType("application/json")
                .body(body)
                .post("/api/v1/monitoring-schedules/" + monitor + ":run")
                .then();
    }

    private JsonPath end(String monitor, String execution) {
        return await("run " + execution)
                .atMost(Duration.ofSeconds(90))
                .until(
                        () -> ana.rest()
                                .get("/api/v1/monitoring-schedules/{monitor}/executions/{id}", monitor, execution)
                                .then()
                                .statusCode(200)
                                .extract()
                                .jsonPath(),
                        run -> run.getString("endTime") != null);
    }

    private void alert(String monitor, String status) {
        ana.rest().get("/api/v1/monitoring-schedules/{monitor}", monitor).then().body("alertStatus", equalTo(status));
    }

    private static byte[] drifted() {
        StringBuilder csv = new StringBuilder();
        new String(Tables.binary(600, 36), StandardCharsets.UTF_8).lines().forEach(line -> {
            String[] cells = line.split(",", -1);
            csv.append(
                    cells[0].equals("x1")
                            ? line
                            : "%.4f,%s,%s,%s"
                                    .formatted(
                                            Double.parseDouble(cells[0]) + 1,
                                            cells[1],
                                            cells[2].equals("red") ? "purple" : cells[2],
                                            cells[3]));
            csv.append('\n');
        });
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    private MonitoringServiceGrpc.MonitoringServiceBlockingStub grpc() {
        return MonitoringServiceGrpc.newBlockingStub(ana.channel()).withInterceptors(ana.credentials());
    }

    private Neighbours around() {
        return Objects.requireNonNull(neighbours);
    }
}
