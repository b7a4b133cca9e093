package dev.atelier.autopilot.service.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.atelier.autopilot.service.Api;
import dev.atelier.autopilot.service.Neighbours;
import dev.atelier.autopilot.v1.AssociateTrialComponentRequest;
import dev.atelier.autopilot.v1.BatchPutMetricsRequest;
import dev.atelier.autopilot.v1.CompareTrialComponentsRequest;
import dev.atelier.autopilot.v1.CreateExperimentRequest;
import dev.atelier.autopilot.v1.CreateTrialComponentRequest;
import dev.atelier.autopilot.v1.CreateTrialRequest;
import dev.atelier.autopilot.v1.DeleteExperimentRequest;
import dev.atelier.autopilot.v1.ExperimentServiceGrpc;
import dev.atelier.autopilot.v1.GetTrialComponentRequest;
import dev.atelier.autopilot.v1.ListMetricsRequest;
import dev.atelier.autopilot.v1.ListTrialsRequest;
import dev.atelier.autopilot.v1.MetricObservation;
import dev.atelier.autopilot.v1.ParameterValue;
import dev.atelier.autopilot.v1.SearchFilter;
import dev.atelier.autopilot.v1.SearchTrialComponentsRequest;
import dev.atelier.autopilot.v1.TrialComponentContent;
import dev.atelier.autopilot.v1.TrialComponentServiceGrpc;
import dev.atelier.autopilot.v1.TrialServiceGrpc;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(Neighbours.class)
class ExperimentApiTest {
    private final Api ana = Api.member("ana");
    private final Api bob = Api.member("bob");
    private final Api operator = Api.operator();

    @AfterEach
    void close() {
        ana.close();
        bob.close();
        operator.close();
    }

    @Test
    void keepsWhatWasTriedAndDeletesFromTheBottomUp() {
        String experiment = Api.unique("exp");
        String trial = Api.unique("trial");
        String component = Api.unique("run");
        post(ana, "experiments", Map.of("experimentName", experiment, "description", "which learner"))
                .statusCode(201)
                .body("owner.userProfileName", equalTo("ana"))
                .body("displayName", equalTo(experiment));
        post(ana, "trials", Map.of("trialName", trial, "experimentName", experiment))
                .statusCode(201);
        post(
                        ana,
                        "trial-components",
                        Map.of(
                                "trialComponentName",
                                component,
                                "parameters",
                                Map.of("lr", 0.1, "booster", "gbtree"),
                                "inputArtifacts",
                                Map.of("train", Map.of("value", "s3://b/train.csv", "mediaType", "text/csv"))))
                .statusCode(201)
                .body("parameters.lr", equalTo(0.1f))
                .body("parameters.booster", equalTo("gbtree"));
        ana.rest()
                .put("/api/v1/trials/{t}/trial-components/{c}", trial, component)
                .then()
                .statusCode(204);

        ana.rest()
                .contentType("application/json")
                .body(Map.of(
                        "status",
                        Map.of("primaryStatus", "Completed"),
                        "parameters",
                        Map.of("depth", 6),
                        "parametersToRemove",
                        List.of("booster")))
                .patch("/api/v1/trial-components/{c}", component)
                .then()
                .statusCode(200)
                .body("status.primaryStatus", equalTo("Completed"))
                .body("parameters", equalTo(Map.of("lr", 0.1f, "depth", 6.0f)))
                .body("inputArtifacts.train.mediaType", equalTo("text/csv"));
        ana.rest()
                .queryParam("experimentName", experiment)
                .get("/api/v1/trials")
                .then()
                .body("items.trialName", contains(trial));

        delete("experiments", experiment).statusCode(409).body("code", equalTo("resource-in-use"));
        delete("trials", trial).statusCode(409).body("code", equalTo("resource-in-use"));
        delete("trial-components", component).statusCode(409).body("code", equalTo("resource-in-use"));
        ana.rest()
                .delete("/api/v1/trials/{t}/trial-components/{c}", trial, component)
                .then()
                .statusCode(204);
        delete("trial-components", component).statusCode(204);
        delete("trials", trial).statusCode(204);
        delete("experiments", experiment).statusCode(204);
        ana.rest().get("/api/v1/experiments/{e}", experiment).then().statusCode(404);
    }

    @Test
    void namesAreOnesOwn() {
        String name = Api.unique("exp");
        post(ana, "experiments", Map.of("experimentName", name)).statusCode(201);
        bob.rest().get("/api/v1/experiments/{e}", name).then().statusCode(404);
        post(bob, "experiments", Map.of("experimentName", name)).statusCode(201);
        post(bob, "experiments", Map.of("experimentName", name))
                .statusCode(409)
                .body("code", equalTo("resource-already-exists"));
        bob.rest()
                .queryParam("domainId", Api.DOMAIN)
                .queryParam("userProfileName", "ana")
                .get("/api/v1/experiments/{e}", name)
                .then()
                .statusCode(403);
        post(
                        bob,
                        "trials",
                        Map.of(
                                "trialName",
                                name,
                                "experimentName",
                                name,
                                "domainId",
                                Api.DOMAIN,
                                "userProfileName",
                                "ana"))
                .statusCode(403);
        operator.rest()
                .get("/api/v1/experiments/{e}", name)
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("userProfileName"));
        operator.rest()
                .queryParam("domainId", Api.DOMAIN)
                .queryParam("userProfileName", "bob")
                .get("/api/v1/experiments/{e}", name)
                .then()
                .statusCode(200)
                .body("owner.userProfileName", equalTo("bob"));
        String component = Api.unique("run");
        post(ana, "trial-components", Map.of("trialComponentName", component)).statusCode(201);
        post(bob, "trial-components/" + component + "/metrics", metrics("auc", 0.5))
                .statusCode(404);
        bob.rest()
                .contentType("application/json")
                .body(Map.of("displayName", "mine"))
                .patch("/api/v1/trial-components/{c}", component)
                .then()
                .statusCode(404);
    }

    @Test
    void summarisesMetricsAcrossBatches() {
        String component = Api.unique("run");
        post(ana, "trial-components", Map.of("trialComponentName", component)).statusCode(201);
        double[] values = {0.9, 0.4, 0.7, 0.2, 0.65, 0.61, 0.58};
        for (int from = 0; from < values.length; from += 3) {
            int start = from;
            List<Map<String, Object>> batch = IntStream.range(start, Math.min(values.length, start + 3))
                    .<Map<String, Object>>mapToObj(i -> Map.of(
                            "metricName",
                            "loss",
                            "value",
                            values[i],
                            "step",
                            i,
                            "timestamp",
                            "2026-01-0%dT00:00:00Z".formatted(i + 1)))
                    .toList();
            post(ana, "trial-components/" + component + "/metrics", Map.of("metricData", batch))
                    .statusCode(204);
        }

        Map<String, Object> summary = ana.rest()
                .get("/api/v1/trial-components/{c}", component)
                .then()
                .statusCode(200)
                .body("metrics", hasSize(1))
                .extract()
                .path("metrics[0]");
        double mean = Arrays.stream(values).average().orElseThrow();
        double deviation = Math.sqrt(Arrays.stream(values)
                        .map(value -> (value - mean) * (value - mean))
                        .sum()
                / (values.length - 1));
        assertThat(number(summary, "count")).isEqualTo(7);
        assertThat(number(summary, "min")).isCloseTo(0.2, within(1e-6));
        assertThat(number(summary, "max")).isCloseTo(0.9, within(1e-6));
        assertThat(number(summary, "avg")).isCloseTo(mean, within(1e-6));
        assertThat(number(summary, "stdDev")).isCloseTo(deviation, within(1e-6));
        assertThat(number(summary, "last")).isCloseTo(0.58, within(1e-6));

        String token = ana.rest()
                .queryParam("pageSize", 4)
                .get("/api/v1/trial-components/{c}/metrics", component)
                .then()
                .body("items.step", contains(0, 1, 2, 3))
                .extract()
                .path("nextPageToken");
        ana.rest()
                .queryParam("pageToken", token)
                .queryParam("metricName", "loss")
                .get("/api/v1/trial-components/{c}/metrics", component)
                .then()
                .body("items.step", contains(4, 5, 6));
        post(
                        ana,
                        "trial-components/" + component + "/metrics",
                        Map.of("metricData", List.of(Map.of("metricName", "loss"))))
                .statusCode(400)
                .body("errors[0].field", equalTo("metricData[0].value"));
    }

    @Test
    void findsComponentsByWhatTheyTookAndReached() {
        String experiment = Api.unique("exp");
        post(ana, "experiments", Map.of("experimentName", experiment)).statusCode(201);
        List<String> names =
                IntStream.range(0, 4).mapToObj(i -> Api.unique("run" + i)).toList();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            post(ana, "trials", Map.of("trialName", name, "experimentName", experiment))
                    .statusCode(201);
            post(
                            ana,
                            "trial-components",
                            Map.of(
                                    "trialComponentName",
                                    name,
                                    "parameters",
                                    Map.of("depth", 2 + 4 * i, "kind", i % 2 == 0 ? "Forest" : "boosting")))
                    .statusCode(201);
            ana.rest()
                    .put("/api/v1/trials/{t}/trial-components/{c}", name, name)
                    .then()
                    .statusCode(204);
            post(ana, "trial-components/" + name + "/metrics", metrics("val.auc", 0.9 - i * 0.1))
                    .statusCode(204);
        }
        Map<String, Object> inside = filter("experimentName", "Equals", experiment);

        search(Map.of("filters", List.of(inside), "sortBy", "metrics.val.auc", "sortOrder", "Ascending"))
                .body("items.trialComponentName", contains(names.get(3), names.get(2), names.get(1), names.get(0)));
        search(Map.of(
                        "filters",
                        List.of(inside, filter("parameters.depth", "GreaterThanOrEqualTo", "10")),
                        "sortBy",
                        "parameters.depth"))
                .body("items.trialComponentName", contains(names.get(3), names.get(2)));
        search(Map.of(
                        "filters",
                        List.of(
                                inside,
                                filter("metrics.val.auc.max", "LessThan", "0.85"),
                                filter("parameters.kind", "Contains", "FOREST"))))
                .body("items.trialComponentName", contains(names.get(2)));
        String token = search(Map.of("filters", List.of(inside), "sortBy", "parameters.depth", "pageSize", 3))
                .body("items", hasSize(3))
                .extract()
                .path("nextPageToken");
        search(Map.of("filters", List.of(inside), "sortBy", "parameters.depth", "pageSize", 3, "pageToken", token))
                .body("items.trialComponentName", contains(names.get(0)));
        search(bob, Map.of("filters", List.of(inside))).body("items", hasSize(0));
        search(Map.of("filters", List.of(filter("parameters.x'; drop table trial; --", "Exists", ""))))
                .body("items", hasSize(0));
        post(ana, "trial-components:search", Map.of("filters", List.of(filter("colour", "Equals", "red"))))
                .statusCode(400)
                .body("errors[0].field", equalTo("filters[0].name"));
        post(ana, "trial-components:search", Map.of("filters", List.of(filter("startTime", "LessThan", "yesterday"))))
                .statusCode(400)
                .body("errors[0].field", equalTo("filters[0].value"));

        post(ana, "trial-components:compare", Map.of("trialComponentNames", List.of(names.get(0), names.get(2))))
                .statusCode(200)
                .body("parameters.name", contains("depth", "kind"))
                .body("parameters.differs", contains(true, false))
                .body("metrics[0].values", contains(0.9f, 0.7f));
    }

    @Test
    void asksForAMissingBody() {
        for (String path : List.of(
                "experiments", "trials", "trial-components", "trial-components:search", "endpoints", "automl-jobs")) {
            ana.rest()
                    .urlEncodingEnabled(false)
                    .contentType("application/json")
                    .post("/api/v1/" + path)
                    .then()
                    .statusCode(400)
                    .body("errors[0].field", equalTo("body"));
        }
    }

    @Test
    void speaksGrpc() {
        var experiments = ExperimentServiceGrpc.newBlockingStub(ana.channel()).withInterceptors(ana.credentials());
        var trials = TrialServiceGrpc.newBlockingStub(ana.channel()).withInterceptors(ana.credentials());
        var components =
                TrialComponentServiceGrpc.newBlockingStub(ana.channel()).withInterceptors(ana.credentials());
        String name = Api.unique("rpc");
        experiments.createExperiment(
                CreateExperimentRequest.newBuilder().setExperimentName(name).build());
        trials.createTrial(CreateTrialRequest.newBuilder()
                .setTrialName(name)
                .setExperimentName(name)
                .build());
        components.createTrialComponent(CreateTrialComponentRequest.newBuilder()
                .setTrialComponentName(name)
                .setContent(TrialComponentContent.newBuilder()
                        .putParameters(
                                "lr",
                                ParameterValue.newBuilder().setNumberValue(0.3).build()))
                .build());
        trials.associateTrialComponent(AssociateTrialComponentRequest.newBuilder()
                .setTrialName(name)
                .setTrialComponentName(name)
                .build());
        components.batchPutMetrics(BatchPutMetricsRequest.newBuilder()
                .setTrialComponentName(name)
                .addMetricData(MetricObservation.newBuilder()
                        .setMetricName("auc")
                        .setValue(0.75)
                        .setStep(1))
                .build());

        var component = components
                .getTrialComponent(GetTrialComponentRequest.newBuilder()
                        .setTrialComponentName(name)
                        .build())
                .getTrialComponent();
        assertThat(component.getContent().getParametersOrThrow("lr").getNumberValue())
                .isEqualTo(0.3);
        assertThat(component.getMetrics(0).getLast()).isEqualTo(0.75);
        assertThat(components
                        .listMetrics(ListMetricsRequest.newBuilder()
                                .setTrialComponentName(name)
                                .build())
                        .getMetrics(0)
                        .getStep())
                .isEqualTo(1);
        assertThat(trials.listTrials(ListTrialsRequest.newBuilder()
                                .setTrialComponentName(name)
                                .build())
                        .getTrials(0)
                        .getExperimentName())
                .isEqualTo(name);
        assertThat(components
                        .searchTrialComponents(SearchTrialComponentsRequest.newBuilder()
                                .addFilters(SearchFilter.newBuilder()
                                        .setName("trialName")
                                        .setValue(name))
                                .build())
                        .getTrialComponents(0)
                        .getTrialComponentName())
                .isEqualTo(name);
        assertThat(catchThrowableOfType(
                        StatusRuntimeException.class,
                        () -> components.compareTrialComponents(CompareTrialComponentsRequest.newBuilder()
                                .addTrialComponentNames(name)
                                .build())))
                .extracting(Api::code)
                .isEqualTo("validation");
        assertThat(catchThrowableOfType(
                        StatusRuntimeException.class,
                        () -> experiments.deleteExperiment(DeleteExperimentRequest.newBuilder()
                                .setExperimentName(name)
                                .build())))
                .extracting(Api::code)
                .isEqualTo("resource-in-use");
    }

    private ValidatableResponse delete(String kind, String name) {
        return ana.rest().delete("/api/v1/" + kind + "/{name}", name).then();
    }

    private ValidatableResponse search(Map<String, Object> body) {
        return search(ana, body);
    }

    private static ValidatableResponse search(Api api, Map<String, Object> body) {
        return post(api, "trial-components:search", body).statusCode(200);
    }

    private static ValidatableResponse post(Api api, String path, Map<String, Object> body) {
        return api.rest()
                .urlEncodingEnabled(false)
                .contentType("application/json")
                .body(body)
                .post("/api/v1/" + path)
                .then();
    }

    private static Map<String, Object> filter(String name, String operator, String value) {
        return Map.of("name", name, "operator", operator, "value", value);
    }

    private static Map<String, Object> metrics(String name, double value) {
        return Map.of("metricData", List.of(Map.of("metricName", name, "value", value)));
    }

    private static double number(Map<String, Object> summary, String name) {
        return ((Number) summary.get(name)).doubleValue();
    }
}
