package dev.atelier.autopilot.service.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.atelier.autopilot.service.Api;
import dev.atelier.autopilot.service.Neighbours;
import dev.atelier.autopilot.service.Tables;
import dev.atelier.autopilot.v1.AutoMLJobServiceGrpc;
import dev.atelier.autopilot.v1.CreateAutoMLJobRequest;
import dev.atelier.autopilot.v1.GetAutoMLJobRequest;
import dev.atelier.autopilot.v1.PlannedTrial;
import dev.atelier.autopilot.v1.ProblemType;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Everything that is wrong with a job is said when it is made; nothing is stored and nothing is billed then. */
@QuarkusTest
class JobRefusalTest {
    @Neighbours.Injected
    @Nullable
    Neighbours neighbours;

    private final Api ana = Api.member("ana");

    @AfterEach
    void close() {
        ana.close();
    }

    @Test
    void saysByItsPlaceWhatIsMissing() {
        Map<String, String> places = Map.of(
                "automl-jobs featureColumns[0]", "{\"featureColumns\":[null]}",
                "automl-jobs featureTypes.x1", "{\"featureTypes\":{\"x1\":null}}",
                "automl-jobs trials[0]", "{\"trials\":[null]}",
                "endpoints productionVariants[0]", "{\"productionVariants\":[null]}",
                "endpoint-configs productionVariants[0]", "{\"productionVariants\":[null]}",
                "trial-components parameters.a", "{\"parameters\":{\"a\":null}}",
                "trial-components:compare trialComponentNames[0]", "{\"trialComponentNames\":[null]}",
                "trial-components:search filters[0]", "{\"filters\":[null]}",
                "monitoring-schedules endpointName", "{\"monitoringScheduleName\":\"m\"}",
                "transform-jobs autoMlJobName", "{\"transformJobName\":\"t\",\"datasetId\":\"ds-1\"}");
        places.forEach((place, body) -> ana.rest()
                .urlEncodingEnabled(false)
                .contentType("application/json")
                .body(body)
                .post("/api/v1/" + place.substring(0, place.indexOf(' ')))
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo(place.substring(place.indexOf(' ') + 1))));
    }

    @Test
    void refusesByRestAndGrpcAlike() {
        String good = ana.upload(Tables.binary(1200, 1));
        String small = ana.upload(Tables.binary(20, 1));
        String constant = ana.upload(("a,b\n" + "1,x\n".repeat(1100)).getBytes(StandardCharsets.UTF_8));

        refused(
                good,
                422,
                "target-not-found",
                "x1, x2, colour, y",
                Map.of("targetColumn", "Y"),
                request -> request.setTargetColumn("Y"));
        refused(small, 422, "dataset-too-few-rows", "20 rows", Map.of(), request -> {});
        refused(
                constant,
                422,
                "target-invalid",
                "same value",
                Map.of("targetColumn", "b"),
                request -> request.setTargetColumn("b"));
        refused(
                good,
                422,
                "target-invalid",
                "not a number",
                Map.of("problemType", "Regression"),
                request -> request.setProblemType(ProblemType.PROBLEM_TYPE_REGRESSION));
        refused(
                good,
                422,
                "target-invalid",
                "more than two",
                Map.of("targetColumn", "colour", "problemType", "BinaryClassification"),
                request -> request.setTargetColumn("colour")
                        .setProblemType(ProblemType.PROBLEM_TYPE_BINARY_CLASSIFICATION));
        refused(
                good,
                422,
                "unknown-instance-type",
                "ml.m5.larger",
                Map.of("instanceType", "ml.m5.larger"),
                request -> request.setInstanceType("ml.m5.larger"));
        refused(
                good,
                422,
                "unknown-instance-type",
                "large",
                Map.of("instanceType", "large"),
                request -> request.setInstanceType("large"));
        refused(
                good,
                422,
                "unknown-price",
                "ml.free.large",
                Map.of("instanceType", "ml.free.large"),
                request -> request.setInstanceType("ml.free.large"));
        refused(
                good,
                400,
                "validation",
                "is what the ensemble is called",
                Map.of("trials", List.of(Map.of("trial", 1, "name", "weighted-ensemble", "algorithm", "Linear"))),
                request -> request.addTrials(PlannedTrial.newBuilder()
                        .setTrial(1)
                        .setName("weighted-ensemble")
                        .setAlgorithm("Linear")));
        refused(
                good,
                409,
                "launch-refused",
                "budget",
                Map.of("instanceType", "ml.p4d.24xlarge"),
                request -> request.setInstanceType("ml.p4d.24xlarge"));
        refused(
                good,
                400,
                "validation",
                "objectiveMetric",
                Map.of("objectiveMetric", "Beauty"),
                request -> request.setObjectiveMetric("Beauty"));
        refused(
                good,
                400,
                "validation",
                "maxRuntime",
                Map.of("limits", Map.of("maxRuntime", "PT1S")),
                request -> request.getLimitsBuilder().getMaxRuntimeBuilder().setSeconds(1));
        refused(
                good,
                400,
                "validation",
                "maxCandidates",
                Map.of("limits", Map.of("maxCandidates", 751)),
                request -> request.getLimitsBuilder().setMaxCandidates(751));
        refused(
                good,
                400,
                "validation",
                "homePath",
                Map.of("homePath", "x.csv"),
                request -> request.setHomePath("x.csv"));
        refused(
                good,
                400,
                "validation",
                "groupColumn: There is no column 'Colour'; did you mean 'colour'?",
                Map.of("groupColumn", "Colour"),
                request -> request.setGroupColumn("Colour"));
        refused(
                good,
                400,
                "validation",
                "timeColumn",
                Map.of("groupColumn", "colour", "timeColumn", "x1"),
                request -> request.setGroupColumn("colour").setTimeColumn("x1"));
        refused(
                good,
                400,
                "validation",
                "sampleWeightColumn: 'y' is the target",
                Map.of("sampleWeightColumn", "y"),
                request -> request.setSampleWeightColumn("y"));
        refused(
                good,
                400,
                "validation",
                "sampleWeightColumn: 'x1' cannot be",
                Map.of("timeColumn", "x1", "sampleWeightColumn", "x1"),
                request -> request.setTimeColumn("x1").setSampleWeightColumn("x1"));
        refused(
                good,
                400,
                "validation",
                "featureColumns[1]: There is no column 'Colour'; did you mean 'colour'?",
                Map.of("featureColumns", List.of("x1", "Colour")),
                request -> request.addFeatureColumns("x1").addFeatureColumns("Colour"));
        refused(
                good,
                400,
                "validation",
                "featureColumns[0]: 'y' is the target",
                Map.of("featureColumns", List.of("y")),
                request -> request.addFeatureColumns("y"));
        validation(good);
        refused("ds-nothing", 404, "resource-not-found", "ds-nothing", Map.of(), request -> {});
        refused(
                good,
                403,
                "permission-denied",
                "bob",
                Map.of("userProfileName", "bob"),
                request -> request.setDomainId("d-1").setUserProfileName("bob"));
    }

    private void validation(String good) {
        String renamed = ana.upload(new String(Tables.binary(100, 2), StandardCharsets.UTF_8)
                .replaceFirst("colour", "color")
                .getBytes(StandardCharsets.UTF_8));
        refused(good, 400, "validation", "mode: ", Map.of("mode", "FAST"), request -> request.setModeValue(9));
        refused(
                good,
                400,
                "validation",
                "featureTypes.x1: must be one of [numeric, categorical, text, datetime]",
                Map.of("featureTypes", Map.of("x1", "sequence")),
                request -> request.putFeatureTypes("x1", "sequence"));
        refused(
                good,
                400,
                "validation",
                "featureTypes.X1: There is no column 'X1'; did you mean 'x1'?",
                Map.of("featureTypes", Map.of("X1", "text")),
                request -> request.putFeatureTypes("X1", "text"));
        refused(
                good,
                400,
                "validation",
                "featureTypes.colour: 'colour' is no feature; leave it out",
                Map.of("featureTypes", Map.of("colour", "text"), "featureColumns", List.of("x1")),
                request -> request.putFeatureTypes("colour", "text").addFeatureColumns("x1"));
        refused(
                good,
                400,
                "validation",
                "featureTypes.x1: rows follow each other by 'x1'; it must be numeric or datetime",
                Map.of("featureTypes", Map.of("x1", "text"), "timeColumn", "x1"),
                request -> request.putFeatureTypes("x1", "text").setTimeColumn("x1"));
        refused(
                good,
                400,
                "validation",
                "validationFraction: must be above 0 and below 1",
                Map.of("validationFraction", 1),
                request -> request.setValidationFraction(1));
        refused(
                good,
                400,
                "validation",
                "validationFraction: cannot be given together with groupColumn",
                Map.of("validationFraction", 0.2, "groupColumn", "colour"),
                request -> request.setValidationFraction(0.2).setGroupColumn("colour"));
        refused(
                good,
                400,
                "validation",
                "validationFraction: cannot be given together with validationDataset",
                Map.of("validationFraction", 0.2, "validationDataset", Map.of("datasetId", renamed)),
                request -> request.setValidationFraction(0.2)
                        .getValidationDatasetBuilder()
                        .setDatasetId(renamed));
        refused(
                good,
                400,
                "validation",
                "validationDataset.datasetId: give exactly one",
                Map.of("validationDataset", Map.of("datasetId", renamed, "homePath", "x.csv")),
                request -> request.getValidationDatasetBuilder()
                        .setDatasetId(renamed)
                        .setHomePath("x.csv"));
        refused(
                good,
                400,
                "validation",
                "validationDataset: has no column 'colour'",
                Map.of("validationDataset", Map.of("datasetId", renamed)),
                request -> request.getValidationDatasetBuilder().setDatasetId(renamed));
        refused(
                good,
                404,
                "resource-not-found",
                "ds-none",
                Map.of("validationDataset", Map.of("datasetId", "ds-none")),
                request -> request.getValidationDatasetBuilder().setDatasetId("ds-none"));
    }

    @Test
    void refusesNamesAndUnknownFields() {
        ana.rest()
                .contentType("application/json")
                .body(Map.of("autoMlJobName", "no spaces", "targetColumn", "y", "datasetId", "ds-1"))
                .post("/api/v1/automl-jobs")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("autoMlJobName"));
        ana.rest()
                .contentType("application/json")
                .body(Map.of("autoMlJobName", "j", "targetColumn", "y", "datasetId", "ds-1", "colour", "red"))
                .post("/api/v1/automl-jobs")
                .then()
                .statusCode(400)
                .body("code", equalTo("validation"))
                .body("detail", containsString("colour"));
    }

    @Test
    void refusesAHomeFileAndKeepsNothing() {
        Neighbours around = Objects.requireNonNull(neighbours);
        around.home("d-1", "ana", "data/binary.csv", new byte[] {1, 2, 3, 4});
        around.home("d-1", "ana", "data/small.csv", Tables.binary(20, 1));
        int before = around.files("").size();

        home("data/missing.csv", 404, "resource-not-found");
        home("data/binary.csv", 422, "dataset-not-csv");
        home("data/small.csv", 422, "dataset-too-few-rows");

        assertThat(around.files("")).hasSize(before);
    }

    private void home(String path, int status, String code) {
        String name = Api.unique("home");
        ana.rest()
                .contentType("application/json")
                .body(Map.of("autoMlJobName", name, "targetColumn", "y", "homePath", path))
                .post("/api/v1/automl-jobs")
                .then()
                .statusCode(status)
                .body("code", equalTo(code));
        ana.rest().get("/api/v1/automl-jobs/{name}", name).then().statusCode(404);
    }

    private void refused(
            String dataset,
            int status,
            String code,
            String detail,
            Map<String, Object> fields,
            Consumer<CreateAutoMLJobRequest.Builder> change) {
        Neighbours around = Objects.requireNonNull(neighbours);
        String name = Api.unique("bad");
        Map<String, Object> body =
                new HashMap<>(Map.of("autoMlJobName", name, "targetColumn", "y", "datasetId", dataset));
        body.putAll(fields);
        CreateAutoMLJobRequest.Builder request = CreateAutoMLJobRequest.newBuilder()
                .setAutoMlJobName(name)
                .setTargetColumn("y")
                .setDatasetId(dataset);
        change.accept(request);
        AutoMLJobServiceGrpc.AutoMLJobServiceBlockingStub jobs =
                AutoMLJobServiceGrpc.newBlockingStub(ana.channel()).withInterceptors(ana.credentials());
        List<java.nio.file.Path> before = around.files("jobs");

        ana.rest()
                .contentType("application/json")
                .body(body)
                .post("/api/v1/automl-jobs")
                .then()
                .statusCode(status)
                .contentType(containsString("application/problem+json"))
                .body("code", equalTo(code))
                .body("detail", containsString(detail));
        StatusRuntimeException failed =
                catchThrowableOfType(StatusRuntimeException.class, () -> jobs.createAutoMLJob(request.build()));

        assertThat(Api.code(failed)).isEqualTo(code);
        assertThat(failed.getStatus().getDescription()).contains(detail);
        ana.rest().get("/api/v1/automl-jobs/{name}", name).then().statusCode(404);
        StatusRuntimeException missing = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> jobs.getAutoMLJob(
                        GetAutoMLJobRequest.newBuilder().setAutoMlJobName(name).build()));
        assertThat(Api.code(missing)).isEqualTo("resource-not-found");
        assertThat(around.files("jobs")).isEqualTo(before);
        assertThat(around.usage(name)).isEmpty();
    }
}
