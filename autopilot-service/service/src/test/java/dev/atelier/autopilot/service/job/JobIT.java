package dev.atelier.autopilot.service.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import dev.atelier.autopilot.service.Api;
import dev.atelier.autopilot.service.Jobs;
import dev.atelier.autopilot.service.Neighbours;
import dev.atelier.autopilot.service.Tables;
import dev.atelier.autopilot.service.Workers;
import dev.atelier.autopilot.v1.ArtifactDescription;
import dev.atelier.autopilot.v1.ArtifactServiceGrpc;
import dev.atelier.autopilot.v1.AutoMLJob;
import dev.atelier.autopilot.v1.AutoMLJobServiceGrpc;
import dev.atelier.autopilot.v1.DeleteAutoMLJobRequest;
import dev.atelier.autopilot.v1.EndpointServiceGrpc;
import dev.atelier.autopilot.v1.InvokeEndpointRequest;
import dev.atelier.autopilot.v1.JobStatus;
import dev.atelier.autopilot.v1.ListArtifactsRequest;
import dev.atelier.autopilot.v1.ListArtifactsResponse;
import dev.atelier.autopilot.v1.ReadArtifactRequest;
import dev.atelier.autopilot.v1.WatchAutoMLJobRequest;
import dev.atelier.billing.v1.UsageEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole jobs with real worker processes. */
@QuarkusTest
class JobIT {
    private static final Pattern SECONDARY_STATUS = Pattern.compile("\"secondaryStatus\":\"([A-Za-z]+)\"");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double SAME = 1e-9;

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
    void trainsRanksDeploysAndBills(@TempDir Path directory) throws Exception {
        String job = Jobs.create(
                ana, Tables.binary(1500, 11), Map.of("objectiveMetric", "AUC", "limits", Map.of("maxCandidates", 3)));
        CompletableFuture<String> following = CompletableFuture.supplyAsync(() -> ana.rest()
                .get("/api/v1/automl-jobs/{job}/events", job)
                .then()
                .statusCode(200)
                .extract()
                .asString());
        List<AutoMLJob> watched = new ArrayList<>();
        AutoMLJobServiceGrpc.newBlockingStub(ana.channel())
                .withInterceptors(ana.credentials())
                .watchAutoMLJob(
                        WatchAutoMLJobRequest.newBuilder().setAutoMlJobName(job).build())
                .forEachRemaining(change -> watched.add(change.getAutoMlJob()));

        String followed = following.join();
        assertThat(followed)
                .contains("\n:keep-alive\n", "\"status\":\"Completed\"")
                .endsWith("\n\n");
        JsonPath done = Jobs.end(ana, job);
        assertThat(done.getString("status")).as(done.prettify()).isEqualTo("Completed");
        assertThat(done.getString("secondaryStatus")).isEqualTo("MaxCandidatesReached");
        assertThat(done.getString("problemType")).isEqualTo("BinaryClassification");
        assertThat(done.getInt("folds")).isEqualTo(8);
        assertThat(watched.getLast().getStatus()).isEqualTo(JobStatus.JOB_STATUS_COMPLETED);
        assertThat(watched.getLast().getFolds()).isEqualTo(8);
        assertThat(watched.stream().map(AutoMLJob::getSecondaryStatus).distinct())
                .containsSubsequence(
                        "AnalyzingData",
                        "ModelTuning",
                        "TrainingModels",
                        "GeneratingExplainabilityReport",
                        "GeneratingModelInsightsReport",
                        "MaxCandidatesReached");
        List<Map<String, Object>> candidates = Jobs.candidates(ana, job);
        assertThat(candidates)
                .hasSize(4)
                .allSatisfy(candidate -> assertThat(candidate).containsEntry("status", "Completed"));
        assertThat(candidates.stream().map(candidate -> candidate.get("rank"))).containsExactly(1, 2, 3, 4);
        assertThat(candidates.stream().map(candidate -> candidate.get("algorithm")))
                .contains("WeightedEnsemble", "LightGBM");
        assertThat(candidates.stream().map(candidate -> ((Number) candidate.get("objectiveValue")).doubleValue()))
                .isSortedAccordingTo((a, b) -> Double.compare(b, a))
                .allSatisfy(value -> assertThat(value).isBetween(0.8, 1.0));
        assertThat(done.getInt("candidatesCompleted")).isEqualTo(4);
        events(job);
        experiment(job);
        artifacts(job);
        strangersSeeNothing(job);
        billed(job);
        endpoint(job, directory);
    }

    private void events(String job) {
        String all = ana.rest()
                .get("/api/v1/automl-jobs/{job}/events", job)
                .then()
                .statusCode(200)
                .contentType(containsString("text/event-stream"))
                .extract()
                .asString();
        assertThat(all).contains("event:status", "event:candidate", "event:progress");
        assertThat(SECONDARY_STATUS.matcher(all).results().map(found -> found.group(1)))
                .containsExactly(
                        "Starting",
                        "AnalyzingData",
                        "FeatureEngineering",
                        "ModelTuning",
                        "TrainingModels",
                        "GeneratingExplainabilityReport",
                        "GeneratingModelInsightsReport",
                        "MaxCandidatesReached");
        long last = all.lines().filter(line -> line.startsWith("id:")).count();
        String rest = ana.rest()
                .header("Last-Event-ID", last - 1)
                .get("/api/v1/automl-jobs/{job}/events", job)
                .then()
                .extract()
                .asString();
        assertThat(rest.lines().filter(line -> line.startsWith("id:"))).containsExactly("id:" + last);
        assertThat(rest).contains("\"status\":\"Completed\"");
    }

    /** Reports and notebooks, over REST and gRPC. */
    private void artifacts(String job) {
        ana.rest()
                .get("/api/v1/automl-jobs/{job}/artifacts", job)
                .then()
                .statusCode(200)
                .body("items.name", equalTo(List.of("dataset.csv", "profile.json", "data-exploration.ipynb")));
        for (String candidate : List.of(best(job), "weighted-ensemble")) {
            ana.rest()
                    .get("/api/v1/automl-jobs/{job}/candidates/{candidate}/artifacts/insights.html", job, candidate)
                    .then()
                    .statusCode(200)
                    .contentType(containsString("text/html"))
                    .header("Content-Security-Policy", containsString("sandbox"))
                    .body(containsString("ROC curve"));
        }
        ana.rest()
                .get("/api/v1/automl-jobs/{job}/candidates/{candidate}/artifacts/insights.html", job, best(job))
                .then()
                .body(containsString("What it goes by"), containsString("partial dependence"));
        ArtifactServiceGrpc.ArtifactServiceBlockingStub grpc =
                ArtifactServiceGrpc.newBlockingStub(ana.channel()).withInterceptors(ana.credentials());
        ListArtifactsResponse listed = grpc.listArtifacts(ListArtifactsRequest.newBuilder()
                .setAutoMlJobName(job)
                .setCandidateName(best(job))
                .build());
        assertThat(listed.getArtifactsList())
                .extracting(ArtifactDescription::getArtifactName)
                .contains(
                        "model.zip",
                        "insights.html",
                        "insights.json",
                        "explanation.json",
                        "candidate-definition.ipynb");
        JsonPath explanation = ana.rest()
                .get("/api/v1/automl-jobs/{job}/candidates/{best}/artifacts/explanation.json", job, best(job))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(explanation.getList("permutation.features.feature")).containsExactlyInAnyOrder("x1", "x2", "colour");
        assertThat(explanation.getFloat("permutation.features[0].importance")).isPositive();
        assertThat(explanation.getList("partialDependence.feature")).isNotEmpty();
        for (ArtifactDescription artifact : listed.getArtifactsList()) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            grpc.readArtifact(ReadArtifactRequest.newBuilder()
                            .setAutoMlJobName(job)
                            .setCandidateName(best(job))
                            .setArtifactName(artifact.getArtifactName())
                            .build())
                    .forEachRemaining(
                            piece -> content.writeBytes(piece.getChunk().toByteArray()));
            assertThat(content.toByteArray())
                    .hasSize((int) artifact.getSizeBytes())
                    .isEqualTo(ana.rest()
                            .get(
                                    "/api/v1/automl-jobs/{job}/candidates/{candidate}/artifacts/{name}",
                                    job,
                                    best(job),
                                    artifact.getArtifactName())
                            .then()
                            .statusCode(200)
                            .contentType(containsString(artifact.getMediaType()))
                            .extract()
                            .asByteArray());
        }
        ana.rest()
                .get("/api/v1/automl-jobs/{job}/artifacts/{name}", job, "../request.json")
                .then()
                .statusCode(404);
        bob.rest().get("/api/v1/automl-jobs/{job}/artifacts", job).then().statusCode(404);
    }

    /** The job is an experiment of the user's, each candidate a trial. */
    private void experiment(String job) {
        ana.rest()
                .get("/api/v1/experiments/{job}", job)
                .then()
                .statusCode(200)
                .body("source", equalTo("automl-job/" + job));
        ana.rest()
                .queryParam("experimentName", job)
                .get("/api/v1/trials")
                .then()
                .body("items", hasSize(4));
        JsonPath evaluations = ana.rest()
                .urlEncodingEnabled(false)
                .contentType("application/json")
                .body(Map.of(
                        "filters",
                        List.of(
                                Map.of("name", "experimentName", "value", job),
                                Map.of("name", "displayName", "value", "evaluation")),
                        "sortBy",
                        "metrics.AUC"))
                .post("/api/v1/trial-components:search")
                .then()
                .statusCode(200)
                .body("items", hasSize(4))
                .extract()
                .jsonPath();
        double best = ((Number) Jobs.candidates(ana, job).getFirst().get("objectiveValue")).doubleValue();
        assertThat(evaluations.getFloat("items[0].metrics.find { it.metricName == 'AUC' }.last"))
                .isCloseTo((float) best, within(1e-6f));
        ana.rest()
                .urlEncodingEnabled(false)
                .contentType("application/json")
                .body(Map.of(
                        "filters",
                        List.of(
                                Map.of("name", "experimentName", "value", job),
                                Map.of("name", "parameters.algorithm", "value", "LightGBM"))))
                .post("/api/v1/trial-components:search")
                .then()
                .statusCode(200)
                .body("items.displayName", hasItem("training"));
    }

    private void strangersSeeNothing(String job) {
        for (String path : List.of("", "/candidates", "/candidates/weighted-ensemble/artifact", "/events")) {
            bob.rest().get("/api/v1/automl-jobs/" + job + path).then().statusCode(404);
            RestAssured.get("/api/v1/automl-jobs/" + job + path).then().statusCode(401);
        }
        bob.rest()
                .urlEncodingEnabled(false)
                .post("/api/v1/automl-jobs/" + job + ":stop")
                .then()
                .statusCode(404);
        bob.rest()
                .contentType("application/json")
                .body(Map.of("endpointName", Api.unique("e"), "autoMlJobName", job))
                .post("/api/v1/endpoints")
                .then()
                .statusCode(404);
        bob.rest()
                .contentType("application/json")
                .body(Map.of("autoMlJobName", job, "targetColumn", "y", "datasetId", "ds-1", "userProfileName", "ana"))
                .post("/api/v1/automl-jobs")
                .then()
                .statusCode(403);
    }

    private void endpoint(String job, Path directory) throws IOException, InterruptedException {
        byte[] model = ana.rest()
                .get("/api/v1/automl-jobs/{job}/candidates/{best}/artifact", job, best(job))
                .then()
                .statusCode(200)
                .contentType("application/zip")
                .extract()
                .asByteArray();
        String rows = "x1,x2,colour\n0.5,2.5,red\n-1.25,9.0,blue\n,4,green\n";
        List<Double> expected = score(model, rows, directory);
        String name = Api.unique("endpoint");
        ana.rest()
                .contentType("application/json")
                .body(Map.of("endpointName", name, "autoMlJobName", job))
                .post("/api/v1/endpoints")
                .then()
                .statusCode(201)
                .body("candidateName", equalTo(best(job)))
                .body("status", equalTo("Creating"));
        inService(name);

        String csv = ana.rest()
                .contentType("text/csv")
                .body(rows.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/endpoints/{name}/invocations", name)
                .then()
                .statusCode(200)
                .contentType(containsString("text/csv"))
                .extract()
                .asString();
        String request = """
            {"instances": [{"x1": 0.5, "x2": 2.5, "colour": "red"}, [-1.25, 9.0, "blue"],
             {"x1": null, "x2": 4, "colour": "green"}]}\
            """;
        byte[] json = ana.rest()
                .contentType("application/json")
                .body(request)
                .post("/api/v1/endpoints/{name}/invocations", name)
                .then()
                .statusCode(200)
                .contentType(containsString("application/json"))
                .extract()
                .asByteArray();
        ByteString grpc = EndpointServiceGrpc.newBlockingStub(ana.channel())
                .withInterceptors(ana.credentials())
                .invokeEndpoint(InvokeEndpointRequest.newBuilder()
                        .setEndpointName(name)
                        .setContentType("application/json")
                        .setBody(ByteString.copyFromUtf8(request))
                        .build())
                .getBody();

        same(probabilities(csv), expected);
        same(probabilities(JSON.readTree(json)), expected);
        same(probabilities(JSON.readTree(grpc.toByteArray())), expected);
        refusals(name);
        deleteJob(job);
        survivesItsWorker(name, rows, csv);
        delete(name);
    }

    private void refusals(String name) {
        ana.rest()
                .contentType("text/csv")
                .body("1,2,3,4,5,6,7\n".getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/endpoints/{name}/invocations", name)
                .then()
                .statusCode(400)
                .body("code", equalTo("validation"));
        ana.rest()
                .contentType("text/csv")
                .body(new byte[(6 << 20) + 1])
                .post("/api/v1/endpoints/{name}/invocations", name)
                .then()
                .statusCode(413)
                .body("code", equalTo("payload-too-large"));
        bob.rest()
                .contentType("text/csv")
                .body("1,2,red\n".getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/endpoints/{name}/invocations", name)
                .then()
                .statusCode(404);
        bob.rest().delete("/api/v1/endpoints/{name}", name).then().statusCode(204);
        ana.rest().get("/api/v1/endpoints/{name}", name).then().body("status", equalTo("InService"));
    }

    /** The endpoint goes on without its job, also when its worker is started again. */
    private void deleteJob(String job) {
        bob.rest().delete("/api/v1/automl-jobs/{job}", job).then().statusCode(204);
        ana.rest().get("/api/v1/automl-jobs/{job}", job).then().statusCode(200);
        long ensembles = ensembles();

        ana.rest().delete("/api/v1/automl-jobs/{job}", job).then().statusCode(204);
        AutoMLJobServiceGrpc.newBlockingStub(ana.channel())
                .withInterceptors(ana.credentials())
                .deleteAutoMLJob(DeleteAutoMLJobRequest.newBuilder()
                        .setAutoMlJobName(job)
                        .build());

        ana.rest().get("/api/v1/automl-jobs/{job}", job).then().statusCode(404);
        ana.rest().get("/api/v1/automl-jobs/{job}/candidates", job).then().statusCode(404);
        ana.rest()
                .get("/api/v1/experiments/{job}", job)
                .then()
                .statusCode(200)
                .body("source", startsWith("deleted-automl-job/"));
        assertThat(ensembles()).isEqualTo(ensembles - 1);
    }

    private long ensembles() {
        return around().files("jobs").stream()
                .filter(file -> file.endsWith("ensemble/model.zip"))
                .count();
    }

    private void survivesItsWorker(String name, String rows, String before) {
        List<ProcessHandle> workers = Workers.running(dataDir(), "serve");
        assertThat(workers).hasSize(1);
        workers.getFirst().destroyForcibly();

        String after = await("the worker of " + name)
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> ana.rest()
                                .contentType("text/csv")
                                .body(rows.getBytes(StandardCharsets.UTF_8))
                                .post("/api/v1/endpoints/{name}/invocations", name)
                                .then()
                                .extract()
                                .asString(),
                        answer -> answer.startsWith("predicted_label")
                                && !Workers.running(dataDir(), "serve").equals(workers));

        assertThat(after).isEqualTo(before);
    }

    private void delete(String name) {
        ana.rest().delete("/api/v1/endpoints/{name}", name).then().statusCode(204);
        await("the end of " + name)
                .atMost(Duration.ofSeconds(30))
                .until(() -> ana.rest().get("/api/v1/endpoints/{name}", name).statusCode() == 404);
        assertThat(Workers.running(dataDir(), "serve")).isEmpty();
        List<UsageEvent> usage = await("usage of " + name)
                .atMost(Duration.ofSeconds(30))
                .until(() -> around().usage(name), events -> events.size() == 4);
        assertThat(usage.stream().map(Neighbours::text))
                .containsExactly(
                        "COMPONENT_HOSTING STARTED",
                        "COMPONENT_HOSTING ENDED",
                        "COMPONENT_HOSTING STARTED",
                        "COMPONENT_HOSTING ENDED");
        assertThat(usage.stream()
                        .map(event -> event.getTime().getSeconds() * 1000
                                + event.getTime().getNanos() / 1_000_000))
                .isSorted();
    }

    private void billed(String job) {
        await("the cost of " + job)
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> ana.rest()
                        .get("/api/v1/automl-jobs/{job}", job)
                        .then()
                        .body("costSoFar.amount", equalTo("1.25"), "costSoFar.currency", equalTo("USD"))
                        .body("priceEstimated", equalTo(true)));
        for (Map<String, Object> candidate : Jobs.candidates(ana, job)) {
            assertThat(String.valueOf(candidate.get("steps"))).contains("processing", "training");
        }
        assertThat(Jobs.candidates(ana, job).stream()
                        .map(candidate -> new BigDecimal((String) ((Map<?, ?>) candidate.get("cost")).get("amount")))
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .as("the shares of the candidates")
                .isCloseTo(new BigDecimal("1.25"), within(new BigDecimal("0.000001")));
        List<UsageEvent> usage = await("usage of " + job)
                .atMost(Duration.ofSeconds(30))
                .until(() -> around().usage(job), events -> events.size() == 10);
        assertThat(usage.stream().map(Neighbours::text))
                .containsExactlyInAnyOrder(
                        "COMPONENT_PROCESSING STARTED",
                        "COMPONENT_PROCESSING ENDED",
                        "COMPONENT_TRAINING STARTED",
                        "COMPONENT_TRAINING ENDED",
                        "COMPONENT_PROCESSING STARTED",
                        "COMPONENT_PROCESSING ENDED",
                        "COMPONENT_PROCESSING STARTED",
                        "COMPONENT_PROCESSING ENDED",
                        "COMPONENT_PROCESSING STARTED",
                        "COMPONENT_PROCESSING ENDED");
        assertThat(usage)
                .filteredOn(event -> Neighbours.text(event).equals("COMPONENT_TRAINING ENDED"))
                .as("what was in use at most")
                .allSatisfy(event -> {
                    assertThat(event.getPeakMemoryBytes()).isGreaterThan(50_000_000);
                    assertThat(event.getPeakCpuMillis()).isPositive();
                    assertThat(event.getPeakSeconds()).isPositive();
                });
        assertThat(usage).allSatisfy(event -> {
            assertThat(event.getInstanceType()).isEqualTo("ml.m5.large");
            assertThat(event.getOwner().getUserProfileName()).isEqualTo("ana");
            assertThat(event.getOwner().getTeam()).isEqualTo("research");
            assertThat(event.getOwner().getTagsMap()).containsEntry("cost-center", "42");
        });
    }

    private void inService(String name) {
        await("endpoint " + name)
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> ana.rest()
                                .get("/api/v1/endpoints/{name}", name)
                                .then()
                                .extract()
                                .<String>path("status"),
                        "InService"::equals);
    }

    private String best(String job) {
        return Jobs.get(ana, job).getString("bestCandidate.candidateName");
    }

    /** Scores out of process, with the artefact that was downloaded. */
    private static List<Double> score(byte[] model, String rows, Path directory)
            throws IOException, InterruptedException {
        Path zip = Files.write(directory.resolve("model.zip"), model);
        Path input = Files.writeString(directory.resolve("rows.csv"), rows);
        Path output = directory.resolve("scores.csv");
        int code = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        Path.of("../worker/target/atelier-worker.jar").toString(),
                        "score",
                        "--model",
                        zip.toString(),
                        "--input",
                        input.toString(),
                        "--output",
                        output.toString())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(code).isZero();
        return probabilities(Files.readString(output));
    }

    private static List<Double> probabilities(String csv) {
        List<String> lines = csv.lines().toList();
        int column = List.of(lines.getFirst().split(",", -1)).indexOf("probability_yes");
        return lines.stream()
                .skip(1)
                .map(line -> Double.valueOf(line.split(",", -1)[column]))
                .toList();
    }

    private static List<Double> probabilities(JsonNode json) {
        return json.path("predictions")
                .valueStream()
                .map(prediction -> prediction.path("probabilities").path("yes").asDouble())
                .toList();
    }

    private static void same(List<Double> actual, List<Double> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i)).isCloseTo(expected.get(i), within(SAME));
        }
    }

    private Neighbours around() {
        return Objects.requireNonNull(neighbours);
    }

    private Path dataDir() {
        return around().dataDir();
    }
}
