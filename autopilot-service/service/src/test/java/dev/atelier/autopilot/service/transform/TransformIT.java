package dev.atelier.autopilot.service.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.atelier.autopilot.service.Api;
import dev.atelier.autopilot.service.Jobs;
import dev.atelier.autopilot.service.Neighbours;
import dev.atelier.autopilot.service.Tables;
import dev.atelier.autopilot.service.Workers;
import dev.atelier.autopilot.v1.ReadTransformOutputRequest;
import dev.atelier.autopilot.v1.TransformServiceGrpc;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(Neighbours.class)
class TransformIT {
    @Neighbours.Injected
    @Nullable
    Neighbours neighbours;

    private final Api ana = Api.member("ana");
    private final Api bob = Api.member("bob");

    @AfterEach
    void close() {
        ana.close();
        bob.close();
    }

    @Test
    void aCandidateScoresAWholeTable() {
        String job = Jobs.create(
                ana, Tables.binary(1200, 41), Map.of("objectiveMetric", "AUC", "limits", Map.of("maxCandidates", 1)));
        assertThat(Jobs.end(ana, job).getString("status")).isEqualTo("Completed");
        around().home("d-1", "ana", "rows.csv", Tables.binary(700, 42));

        scores(job);
        refusesRowsThatDoNotFit(job);
        strangersAndMistakes(job, stops(job));
    }

    private void scores(String job) {
        List<Path> others = around().files("transforms");
        String name = Api.unique("transform");
        create(name, job, Map.of("homePath", "rows.csv")).statusCode(201).body("status", equalTo("InProgress"));

        JsonPath done = end(name);

        assertThat(done.getString("status")).as(done.prettify()).isEqualTo("Completed");
        String csv = ana.rest()
                .get("/api/v1/transform-jobs/{name}/output", name)
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .extract()
                .asString();
        List<String> lines = csv.lines().toList();
        assertThat(lines).hasSize(701).first().isEqualTo("predicted_label,probability,probability_no,probability_yes");
        assertThat(right(lines)).isGreaterThan(0.75);
        ByteArrayOutputStream pieces = new ByteArrayOutputStream();
        TransformServiceGrpc.newBlockingStub(ana.channel())
                .withInterceptors(ana.credentials())
                .readTransformOutput(ReadTransformOutputRequest.newBuilder()
                        .setTransformJobName(name)
                        .build())
                .forEachRemaining(piece -> pieces.writeBytes(piece.getChunk().toByteArray()));
        assertThat(pieces.toString(StandardCharsets.UTF_8)).isEqualTo(csv);
        await("usage of " + name)
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(around().usage("transform-job/" + name))
                        .hasSize(2)
                        .allSatisfy(
                                event -> assertThat(event.getComponent().name()).isEqualTo("COMPONENT_PROCESSING")));
        ana.rest().delete("/api/v1/transform-jobs/{name}", name).then().statusCode(204);
        ana.rest().delete("/api/v1/transform-jobs/{name}", name).then().statusCode(204);
        ana.rest().get("/api/v1/transform-jobs/{name}", name).then().statusCode(404);
        assertThat(around().files("transforms")).containsExactlyInAnyOrderElementsOf(others);
    }

    private void refusesRowsThatDoNotFit(String job) {
        String name = Api.unique("transform");
        String rows = ana.upload("x1,x2,colour\n1,2,red\nmany,2,red\n".getBytes(StandardCharsets.UTF_8));
        create(name, job, Map.of("datasetId", rows)).statusCode(201);

        JsonPath done = end(name);

        assertThat(done.getString("status")).isEqualTo("Failed");
        assertThat(done.getString("failureReason")).contains("Row 2", "x1", "many");
        ana.rest().get("/api/v1/transform-jobs/{name}/output", name).then().statusCode(409);
    }

    private String stops(String job) {
        String name = Api.unique("transform");
        create(name, job, Map.of("datasetId", ana.upload(Tables.binary(60_000, 43))))
                .statusCode(201);
        ana.rest()
                .urlEncodingEnabled(false)
                .post("/api/v1/transform-jobs/" + name + ":stop")
                .then()
                .statusCode(200);

        assertThat(end(name).getString("status")).isEqualTo("Stopped");
        assertThat(Workers.running(around().dataDir(), "score")).isEmpty();
        return name;
    }

    private void strangersAndMistakes(String job, String taken) {
        String name = Api.unique("transform");
        for (String asked : List.of(name, taken)) {
            bob.rest()
                    .contentType("application/json")
                    .body(Map.of("transformJobName", asked, "autoMlJobName", job, "homePath", "rows.csv"))
                    .post("/api/v1/transform-jobs")
                    .then()
                    .statusCode(404);
        }
        create(taken, job, Map.of("homePath", "rows.csv"))
                .statusCode(409)
                .body("code", equalTo("resource-already-exists"));
        create(name, job, Map.of()).statusCode(400).body("errors[0].field", equalTo("datasetId"));
        create(name, job, Map.of("homePath", "rows.csv", "instanceType", "ml.p4d.24xlarge"))
                .statusCode(409)
                .body("code", equalTo("launch-refused"));
        create(name, job, Map.of("homePath", "nothing.csv")).statusCode(404);
        ana.rest().get("/api/v1/transform-jobs/{name}", name).then().statusCode(404);
    }

    /** Which share of the predictions is what the table says. */
    private static double right(List<String> predictions) {
        List<String> truth = new String(Tables.binary(700, 42), StandardCharsets.UTF_8)
                .lines()
                .toList();
        int right = 0;
        for (int i = 1; i < truth.size(); i++) {
            String label = truth.get(i).substring(truth.get(i).lastIndexOf(',') + 1);
            right += predictions.get(i).startsWith(label + ",") ? 1 : 0;
        }
        return right / 700.0;
    }

    private ValidatableResponse create(String name, String job, Map<String, Object> fields) {
        Map<String, Object> body = new HashMap<>(Map.of("transformJobName", name, "autoMlJobName", job));
        body.putAll(fields);
        return ana.rest()
                .contentType("application/json")
                .body(body)
                .post("/api/v1/transform-jobs")
                .then();
    }

    private JsonPath end(String name) {
        return await("transform " + name)
                .atMost(Duration.ofSeconds(90))
                .until(
                        () -> ana.rest()
                                .get("/api/v1/transform-jobs/{name}", name)
                                .then()
                                .statusCode(200)
                                .extract()
                                .jsonPath(),
                        transform -> transform.getString("endTime") != null);
    }

    private Neighbours around() {
        return Objects.requireNonNull(neighbours);
    }
}
