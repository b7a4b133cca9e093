package dev.atelier.autopilot.service.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.atelier.api.time.ProtoTimes;
import dev.atelier.autopilot.service.Api;
import dev.atelier.autopilot.service.Jobs;
import dev.atelier.autopilot.service.Neighbours;
import dev.atelier.autopilot.service.Tables;
import dev.atelier.autopilot.service.Workers;
import dev.atelier.autopilot.v1.DeleteEndpointRequest;
import dev.atelier.autopilot.v1.EndpointServiceGrpc;
import dev.atelier.billing.v1.Component;
import dev.atelier.billing.v1.UsageEvent;
import dev.atelier.billing.v1.UsageEventType;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(Neighbours.class)
class EndpointIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final byte[] ROW = "0.5,2.5,red\n".getBytes(StandardCharsets.UTF_8);

    @Neighbours.Injected
    @Nullable
    Neighbours neighbours;

    @Inject
    EndpointRepository endpoints;

    @Inject
    EntityManager entities;

    private final Api ana = Api.member("ana");
    private final Api bob = Api.member("bob");

    @AfterEach
    void close() {
        ana.close();
        bob.close();
    }

    @Test
    void servesVariantsAndChangesWithoutAFailedRequest() throws IOException {
        String job = Jobs.create(ana, Tables.binary(1500, 5), Map.of("limits", Map.of("maxCandidates", 2)));
        assertThat(Jobs.end(ana, job).getString("status")).isEqualTo("Completed");
        List<String> candidates = Jobs.candidates(ana, job).stream()
                .map(candidate -> String.valueOf(candidate.get("candidateName")))
                .toList();
        String name = Api.unique("endpoint");
        send(
                        "POST",
                        "",
                        Map.of(
                                "endpointName",
                                name,
                                "productionVariants",
                                List.of(
                                        variant("one", job, candidates.get(0), 1),
                                        variant("two", job, candidates.get(1), 3)),
                                "dataCapture",
                                Map.of("samplingPercentage", 100)))
                .statusCode(201)
                .body("productionVariants.variantName", contains("one", "two"));
        until(name, "InService");

        variantsAnswer(name);
        captures(name);
        refusals(name, job);
        updatesUnderLoad(name, job, candidates.get(2));
        rollsBackACanaryThatDies(name, job, candidates.get(0));
        rollsBackWhatFailsThroughAnyReplica(name, job, candidates.get(0));
        scales(name);
        scalesByLoad(name);
        fallsIdleAndIsUsedAgain(name);
        tellsItsPeaksWhileItRuns(name);
        deletedAndBilled(name);
        madeAndMovedByConfigurations(job, candidates);
    }

    private void variantsAnswer(String name) {
        Set<String> seen = new HashSet<>();
        await("both variants").pollInterval(Duration.ofMillis(1)).until(() -> {
            seen.add(invoke(ana, name, null).statusCode(200).extract().header("X-Amzn-Invoked-Production-Variant"));
            return seen.size() == 2;
        });
        for (String variant : List.of("one", "two")) {
            assertThat(invoke(ana, name, variant).statusCode(200).extract().header("X-Amzn-Invoked-Production-Variant"))
                    .isEqualTo(variant);
        }
        invoke(ana, name, "three").statusCode(400).body("errors[0].field", equalTo("targetVariant"));
        invoke(bob, name, null).statusCode(404);
    }

    private void captures(String name) throws IOException {
        String path = await("captured requests")
                .until(
                        () -> ana.rest()
                                .get("/api/v1/endpoints/{name}/captures", name)
                                .then()
                                .statusCode(200)
                                .extract()
                                .<String>path("find { it.path.startsWith('one/') }?.path"),
                        Objects::nonNull);
        String lines = ana.rest()
                .urlEncodingEnabled(false)
                .get("/api/v1/endpoints/" + name + "/captures/" + path)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        JsonNode record = JSON.readTree(lines.lines().findFirst().orElseThrow());
        assertThat(record.at("/captureData/endpointInput/data").asText()).isEqualTo("0.5,2.5,red\n");
        assertThat(record.at("/captureData/endpointOutput/encoding").asText()).isEqualTo("CSV");
        assertThat(record.at("/eventVersion").asText()).isEqualTo("0");
        ana.rest()
                .urlEncodingEnabled(false)
                .get("/api/v1/endpoints/" + name + "/captures/../v1/one/model.zip")
                .then()
                .statusCode(404);
        bob.rest().get("/api/v1/endpoints/{name}/captures", name).then().statusCode(404);
    }

    private void refusals(String name, String job) {
        send(
                        "PATCH",
                        "/" + name,
                        Map.of("autoMlJobName", job, "canary", Map.of("trafficPercent", 0, "duration", "PT1S")))
                .statusCode(400)
                .body("errors[0].field", equalTo("canary.trafficPercent"));
        send(
                        "PATCH",
                        "/" + name,
                        Map.of("productionVariants", List.of(variant("a", job, null, 1), variant("a", job, null, 1))))
                .statusCode(400)
                .body("errors[0].field", equalTo("productionVariants[1].variantName"));
        send(
                        "PATCH",
                        "/" + name,
                        Map.of(
                                "instanceType",
                                "ml.m5.large",
                                "productionVariants",
                                List.of(variant("a", job, null, 1))))
                .statusCode(400)
                .body("errors[0].field", equalTo("productionVariants"));
        send("PATCH", "/" + name + "/variants/one", Map.of("instanceCount", 0))
                .statusCode(400)
                .body("errors[0].field", equalTo("instanceCount"));
        send("PATCH", "/" + name, Map.of("autoMlJobName", job, "instanceType", "ml.none.large"))
                .statusCode(422)
                .body("code", equalTo("unknown-instance-type"));
        send("PATCH", "/" + name + "/variants/one", Map.of("instanceCount", 12))
                .statusCode(409)
                .body("detail", startsWith("11 instances would be more"));
        send(
                        "PATCH",
                        "/" + name,
                        Map.of(
                                "productionVariants",
                                Stream.of("a", "b")
                                        .map(part -> {
                                            Map<String, Object> six = variant(part, job, null, 1);
                                            six.put("instanceCount", 6);
                                            return six;
                                        })
                                        .toList()))
                .statusCode(409)
                .body("detail", startsWith("12 instances would be more"));
    }

    private void updatesUnderLoad(String name, String job, String candidate) {
        List<Integer> failures = new ArrayList<>();
        AtomicInteger answered = new AtomicInteger();
        AtomicBoolean done = new AtomicBoolean();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(Thread.ofVirtual().start(() -> {
                while (!done.get()) {
                    int status = invoke(ana, name, null).extract().statusCode();
                    answered.incrementAndGet();
                    if (status != 200) {
                        synchronized (failures) {
                            failures.add(status);
                        }
                    }
                }
            }));
        }
        await("requests before the update").until(() -> answered.get() > 50);
        send("PATCH", "/" + name, Map.of("autoMlJobName", job, "candidateName", candidate))
                .statusCode(200)
                .body("status", equalTo("Updating"));
        send("PATCH", "/" + name, Map.of("autoMlJobName", job)).statusCode(409).body("code", equalTo("conflict"));
        until(name, "InService")
                .body("candidateName", equalTo(candidate))
                .body("productionVariants.variantName", contains("AllTraffic"));
        await("the old workers are gone")
                .atMost(Duration.ofSeconds(60))
                .until(() -> serving().size() == 1);
        int before = answered.get();
        await("requests after the update").until(() -> answered.get() > before + 50);
        done.set(true);
        clients.forEach(EndpointIT::join);

        assertThat(failures).isEmpty();
    }

    private void rollsBackACanaryThatDies(String name, String job, String candidate) {
        String before = get(name).extract().path("candidateName");
        Set<Long> replaced = pids();
        send("PATCH", "/" + name, Map.of("autoMlJobName", job, "candidateName", before))
                .statusCode(200);
        until(name, "InService");
        Set<Long> old = pids();
        old.removeAll(replaced);
        send(
                        "PATCH",
                        "/" + name,
                        Map.of(
                                "productionVariants",
                                List.of(variant("next", job, candidate, 1)),
                                "canary",
                                Map.of("trafficPercent", 50, "duration", "PT10M")))
                .statusCode(200);
        await("the canary answers")
                .atMost(Duration.ofSeconds(60))
                .until(() -> "next"
                        .equals(invoke(ana, name, null)
                                .statusCode(200)
                                .extract()
                                .header("X-Amzn-Invoked-Production-Variant")));
        await("what the update before has replaced is gone while the next one is tried")
                .atMost(Duration.ofSeconds(60))
                .until(() -> Collections.disjoint(pids(), replaced));
        serving().stream().filter(worker -> !old.contains(worker.pid())).forEach(ProcessHandle::destroyForcibly);

        String reason = until(name, "InService")
                .body("candidateName", equalTo(before))
                .extract()
                .path("failureReason");
        assertThat(reason).startsWith("The update");
        invoke(ana, name, null).statusCode(200);
        assertThat(pids()).isEqualTo(old);
    }

    private void scales(String name) {
        send("PATCH", "/" + name + "/variants/AllTraffic", Map.of("instanceCount", 2, "weight", 0.5))
                .statusCode(200)
                .body("productionVariants", hasSize(1))
                .body("productionVariants[0].instanceCount", equalTo(2))
                .body("productionVariants[0].weight", equalTo(0.5f));
        await("two workers")
                .atMost(Duration.ofSeconds(60))
                .until(() -> serving().size() == 2);
        send("PATCH", "/" + name + "/variants/AllTraffic", Map.of("instanceCount", 1))
                .statusCode(200);
        await("one worker").atMost(Duration.ofSeconds(60)).until(() -> serving().size() == 1);
        invoke(ana, name, null).statusCode(200);
    }

    /** Another replica of the service is another count of what came, in the same database. */
    private void rollsBackWhatFailsThroughAnyReplica(String name, String job, String candidate) {
        String before = get(name).extract().path("candidateName");
        send(
                        "PATCH",
                        "/" + name,
                        Map.of(
                                "productionVariants",
                                List.of(variant("next", job, candidate, 1)),
                                "canary",
                                Map.of("trafficPercent", 1, "duration", "PT10M", "maxErrorPercent", 10)))
                .statusCode(200);
        await("the canary is tried")
                .atMost(Duration.ofSeconds(60))
                .until(() -> QuarkusTransaction.requiringNew()
                        .call(() -> endpoints.named(name).orElseThrow().canarySince != null));
        EndpointEntity row = QuarkusTransaction.requiringNew()
                .call(() -> endpoints.named(name).orElseThrow());
        Traffic.Key next = new Traffic.Key(row.id, row.version, "next");
        for (int replica = 0; replica < 2; replica++) {
            Traffic other = new Traffic(entities, Clock.systemUTC());
            for (int i = 0; i < 20; i++) {
                other.requested(next);
            }
            for (int i = 0; i < 5 * replica; i++) {
                other.failed(next);
            }
            other.flush();
        }

        String reason = until(name, "InService")
                .body("candidateName", equalTo(before))
                .extract()
                .path("failureReason");
        assertThat(reason).contains("5 of 40 requests to the new version failed");
        await("one worker").atMost(Duration.ofSeconds(60)).until(() -> serving().size() == 1);
    }

    private void scalesByLoad(String name) {
        send(
                        "PATCH",
                        "/" + name + "/variants/AllTraffic",
                        Map.of(
                                "instanceScaling",
                                Map.of(
                                        "minInstanceCount",
                                        2,
                                        "maxInstanceCount",
                                        1,
                                        "targetInvocationsPerInstance",
                                        60)))
                .statusCode(400)
                .body("errors[0].field", equalTo("instanceScaling.maxInstanceCount"));
        send(
                        "PATCH",
                        "/" + name + "/variants/AllTraffic",
                        Map.of(
                                "instanceScaling",
                                Map.of(
                                        "minInstanceCount",
                                        1,
                                        "maxInstanceCount",
                                        2,
                                        "targetInvocationsPerInstance",
                                        60,
                                        "scaleInCooldown",
                                        "PT3S",
                                        "scaleOutCooldown",
                                        "PT1S")))
                .statusCode(200)
                .body("productionVariants[0].instanceScaling.maxInstanceCount", equalTo(2));
        List<Integer> failures = new CopyOnWriteArrayList<>();
        await("two workers under load")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    int status = invoke(ana, name, null).extract().statusCode();
                    if (status != 200) {
                        failures.add(status);
                    }
                    return serving().size() == 2;
                });
        get(name).body("productionVariants[0].instanceCount", equalTo(2));
        await("one worker without load")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    forgetWhatCame(name);
                    invoke(ana, name, null).statusCode(200);
                    return serving().size() == 1;
                });
        get(name).body("productionVariants[0].instanceCount", equalTo(1));
        assertThat(failures).isEmpty();
    }

    /** So that nobody has to wait until it is a minute ago. */
    private void forgetWhatCame(String name) {
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery("""
                                delete from endpoint_traffic where endpoint_id =
                                (select endpoint_id from endpoint where endpoint_name = :name and status <> 'Deleted')""")
                        .setParameter("name", name)
                        .executeUpdate());
    }

    private void fallsIdleAndIsUsedAgain(String name) {
        Neighbours around = Objects.requireNonNull(neighbours);
        await("it is idle").atMost(Duration.ofSeconds(30)).until(() -> {
            List<UsageEvent> activity = around.activity(name);
            return !activity.isEmpty() && activity.getLast().getType() == UsageEventType.USAGE_EVENT_TYPE_IDLE;
        });
        UsageEvent idle = around.activity(name).getLast();
        assertThat(idle.getComponent()).isEqualTo(Component.COMPONENT_HOSTING);
        invoke(ana, name, null).statusCode(200);
        await("it is used")
                .atMost(Duration.ofSeconds(30))
                .until(() -> around.activity(name).stream()
                        .anyMatch(event -> event.getType() == UsageEventType.USAGE_EVENT_TYPE_BUSY
                                && event.getResourceId().equals(idle.getResourceId())
                                && ProtoTimes.instant(event.getTime()).isAfter(ProtoTimes.instant(idle.getTime()))));
    }

    /** An endpoint may run for months: what it needs is known long before it ends. */
    private void tellsItsPeaksWhileItRuns(String name) {
        Neighbours around = Objects.requireNonNull(neighbours);
        UsageEvent measured = await("a peak of a worker that runs")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> {
                            invoke(ana, name, null).statusCode(200);
                            return around.peaks(name).stream()
                                    .filter(event -> event.getPeakMemoryBytes() > 0)
                                    .findFirst()
                                    .orElse(null);
                        },
                        Objects::nonNull);
        assertThat(measured.getComponent()).isEqualTo(Component.COMPONENT_HOSTING);
        assertThat(measured.getPeakMemoryBytes()).isGreaterThan(50_000_000);
        assertThat(measured.getPeakCpuMillis()).isPositive();
        assertThat(measured.getPeakSeconds()).isPositive();
        List<Instant> told = around.peaks(name).stream()
                .filter(event -> event.getResourceId().equals(measured.getResourceId()))
                .map(event -> ProtoTimes.instant(event.getTime()))
                .toList();
        assertThat(told).isSorted().doesNotHaveDuplicates();
        for (int i = 1; i < told.size(); i++) {
            assertThat(told.get(i)).isAfterOrEqualTo(told.get(i - 1).plus(Neighbours.PEAK_INTERVAL));
        }
        assertThat(around.usage(name))
                .filteredOn(event -> event.getResourceId().equals(measured.getResourceId()))
                .first()
                .satisfies(started -> assertThat(ProtoTimes.instant(started.getTime()))
                        .isBefore(ProtoTimes.instant(measured.getTime())));
    }

    private void deletedAndBilled(String name) {
        await("what it costs")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> ana.rest()
                        .get("/api/v1/endpoints/{name}", name)
                        .then()
                        .body("pricePerHour.amount", equalTo("0.115"))
                        .body("costSoFar.currency", equalTo("USD"), "priceEstimated", equalTo(true)));
        try (Api billing = Api.billing("ana")) {
            EndpointServiceGrpc.newBlockingStub(billing.channel())
                    .withInterceptors(billing.credentials())
                    .deleteEndpoint(DeleteEndpointRequest.newBuilder()
                            .setEndpointName(name)
                            .build());
        }
        await("the end").atMost(Duration.ofSeconds(30)).until(() -> serving().isEmpty());
        Neighbours around = Objects.requireNonNull(neighbours);
        await("each started interval ended").atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            Map<String, Integer> open = new HashMap<>();
            List<UsageEvent> usage = around.usage(name);
            usage.forEach(event -> open.merge(
                    event.getResourceId(),
                    event.getType() == UsageEventType.USAGE_EVENT_TYPE_STARTED ? 1 : -1,
                    Integer::sum));
            assertThat(open).hasSizeGreaterThanOrEqualTo(4);
            assertThat(open.values()).allMatch(count -> count == 0);
        });
    }

    private void madeAndMovedByConfigurations(String job, List<String> candidates) {
        String first = configuration("first", job, candidates.get(0));
        String second = configuration("second", job, candidates.get(1));
        String name = Api.unique("configured");
        ana.rest()
                .get("/api/v1/endpoint-configs/{name}", first)
                .then()
                .body(
                        "productionVariants[0].modelName",
                        equalTo(first),
                        "productionVariants[0].variantName",
                        equalTo("first"));
        deploy(ana, first, name).statusCode(200).body("endpointName", equalTo(name), "status", equalTo("Creating"));
        until(name, "InService").body("candidateName", equalTo(candidates.get(0)));
        invoke(ana, name, "first").statusCode(200);

        deploy(bob, second, name).statusCode(404);
        deploy(ana, second, name).statusCode(200).body("status", equalTo("Updating"));
        until(name, "InService")
                .body("candidateName", equalTo(candidates.get(1)))
                .body("productionVariants.variantName", contains("second"));
        invoke(ana, name, "second").statusCode(200);
        post("/api/v1/endpoint-configs", Map.of("endpointConfigName", first, "productionVariants", List.of()))
                .statusCode(400)
                .body("errors[0].field", equalTo("productionVariants"));
        ofAnotherJob(first);
        deploy(ana, first, name)
                .statusCode(409)
                .body("detail", containsString("that the model '" + first + "' was made from is deleted"));
        ana.rest().delete("/api/v1/endpoint-configs/{name}", second).then().statusCode(204);
        deploy(ana, second, name).statusCode(404);
        get(name).body("status", equalTo("InService"));
        ana.rest().delete("/api/v1/endpoints/{name}", name).then().statusCode(204);
        await("its end").atMost(Duration.ofSeconds(30)).until(() -> serving().isEmpty());
    }

    /** As after its job was deleted and another was made under the name. */
    private void ofAnotherJob(String model) {
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createQuery("update ModelEntity e set e.jobId = 'job-before' where e.name = :name")
                        .setParameter("name", model)
                        .executeUpdate());
    }

    /** A configuration with one variant, and its model, which has the same name. */
    private String configuration(String variant, String job, String candidate) {
        String name = Api.unique(variant);
        post("/api/v1/models", Map.of("modelName", name, "autoMlJobName", job, "candidateName", candidate))
                .statusCode(201)
                .body("candidateName", equalTo(candidate));
        post(
                        "/api/v1/endpoint-configs",
                        Map.of(
                                "endpointConfigName",
                                name,
                                "productionVariants",
                                List.of(Map.of("variantName", variant, "modelName", name))))
                .statusCode(201)
                .body("endpointConfigName", equalTo(name));
        return name;
    }

    private static ValidatableResponse deploy(Api api, String configuration, String endpoint) {
        return api.rest()
                .urlEncodingEnabled(false)
                .contentType("application/json")
                .body(Map.of("endpointName", endpoint))
                .post("/api/v1/endpoint-configs/" + configuration + ":deploy")
                .then();
    }

    private ValidatableResponse post(String path, Map<String, Object> body) {
        return ana.rest().contentType("application/json").body(body).post(path).then();
    }

    private List<ProcessHandle> serving() {
        return Workers.running(Objects.requireNonNull(neighbours).dataDir(), "serve");
    }

    private Set<Long> pids() {
        return serving().stream().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    private ValidatableResponse until(String name, String status) {
        await(name + " is " + status)
                .atMost(Duration.ofSeconds(90))
                .until(() -> get(name).extract().<String>path("status").equals(status));
        return get(name);
    }

    private ValidatableResponse get(String name) {
        return ana.rest().get("/api/v1/endpoints/{name}", name).then().statusCode(200);
    }

    private ValidatableResponse send(String method, String path, Map<String, Object> body) {
        return ana.rest()
                .contentType("application/json")
                .body(body)
                .request(method, "/api/v1/endpoints" + path)
                .then();
    }

    private static ValidatableResponse invoke(Api api, String name, @Nullable String variant) {
        var request = api.rest().contentType("text/csv").body(ROW);
        if (variant != null) {
            request.header("X-Amzn-SageMaker-Target-Variant", variant);
        }
        return request.post("/api/v1/endpoints/{name}/invocations", name).then();
    }

    private static Map<String, Object> variant(String name, String job, @Nullable String candidate, double weight) {
        Map<String, Object> variant =
                new HashMap<>(Map.of("variantName", name, "autoMlJobName", job, "weight", weight));
        if (candidate != null) {
            variant.put("candidateName", candidate);
        }
        return variant;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
