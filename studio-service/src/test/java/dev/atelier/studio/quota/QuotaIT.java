package dev.atelier.studio.quota;

import static dev.atelier.studio.StudioApi.as;
import static dev.atelier.studio.StudioApi.assertProblem;
import static dev.atelier.studio.StudioApi.awaitStatus;
import static dev.atelier.studio.StudioApi.createApp;
import static dev.atelier.studio.StudioApi.domain;
import static dev.atelier.studio.StudioApi.operator;
import static dev.atelier.studio.StudioApi.profile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.platform.process.ChildProcesses;
import dev.atelier.studio.LightEnvironments;
import dev.atelier.studio.StudioGrpc;
import dev.atelier.studio.StudioResource;
import dev.atelier.studio.v1.ListQuotasRequest;
import dev.atelier.studio.v1.QuotaServiceGrpc;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Quotas under parallel requests, with real processes in the apps. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SecurityResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = StudioResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = LightEnvironments.class, restrictToAnnotatedClass = true)
class QuotaIT {
    private static final String MARK = "ATELIER_APP";

    @TestHTTPResource("/")
    URI service;

    @Inject
    ChildProcesses processes;

    @Test
    void ofTwoHundredParallelLaunchesExactlyTenRun() throws Exception {
        String profile = profile(domain(), "ada");
        quotas(profile, Map.of("apps", 10));

        List<HttpResponse<String>> answers = inParallel(
                200,
                i -> new Post(
                        profile + "/apps",
                        "{\"appType\":\"KernelGateway\",\"appName\":\"a%d\",\"instanceType\":\"%s\"}"
                                .formatted(i, i % 2 == 0 ? "ml.t3.medium" : "ml.m5.large")));

        List<String> made = ids(answers, "appId");
        assertThat(made).hasSize(10);
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() != 201)
                .hasSize(190)
                .allSatisfy(refused -> {
                    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(429);
                    JsonPath problem = JsonPath.from(refused.body());
                    assertThat(problem.getString("code")).isEqualTo("resource-limit-exceeded");
                    assertThat(problem.getString("errors[0].field")).isEqualTo("quotas.apps");
                    assertThat(problem.getString("detail")).contains("'apps'").contains("is 10");
                });
        for (HttpResponse<String> answer : answers) {
            if (answer.statusCode() == 201) {
                awaitStatus(
                        answer.headers()
                                .firstValue("Location")
                                .map(QuotaIT::path)
                                .orElseThrow(),
                        "InService");
            }
        }
        assertThat(processes.marks(MARK).stream().filter(mark -> made.stream().anyMatch(mark::endsWith)))
                .hasSize(10);

        String one = answers.stream()
                .filter(answer -> answer.statusCode() == 201)
                .findFirst()
                .flatMap(answer -> answer.headers().firstValue("Location"))
                .map(QuotaIT::path)
                .orElseThrow();
        operator().delete(one).then().statusCode(204);
        awaitStatus(one, "Deleted");
        createApp(profile, "KernelGateway", "again", "ml.t3.medium").then().statusCode(201);
        assertProblem(createApp(profile, "KernelGateway", "more", "ml.t3.medium"), 429, "resource-limit-exceeded");
        createApp(profile, "JupyterServer", "lab", "").then().statusCode(201);
    }

    @Test
    void aDomainsQuotaHoldsForAllOfItsUsersTogether() throws Exception {
        String domain = domain();
        List<String> profiles = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            profiles.add(profile(domain, "user" + i));
        }
        operator()
                .body(Map.of("quotas", Map.of("instancesByType", Map.of("ml.m5.large", 3))))
                .patch("/api/v1/domains/" + domain)
                .then()
                .statusCode(200);

        List<HttpResponse<String>> answers = inParallel(
                36,
                i -> new Post(
                        profiles.get(i % profiles.size()) + "/apps",
                        "{\"appType\":\"KernelGateway\",\"appName\":\"a%d\",\"instanceType\":\"ml.m5.large\",\"image\":\"base-python\"}"
                                .formatted(i)));

        assertThat(ids(answers, "instanceId").stream().distinct()).hasSize(3);
        assertThat(answers).filteredOn(answer -> answer.statusCode() != 201).allSatisfy(refused -> {
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(429);
            assertThat(refused.body())
                    .contains("quotas.instancesByType.ml.m5.large")
                    .contains(domain);
        });
        createApp(profiles.getLast(), "KernelGateway", "other", "ml.t3.medium")
                .then()
                .statusCode(201);
    }

    /** The kernel that a document leaves behind makes room for the one that it gets, unless another document keeps it. */
    private static void switchesItsKernelAtTheQuota(String domain, String kernelId) {
        as(TestTokens.user(domain, "ada"))
                .delete("/api/v1/kernels/" + kernelId)
                .then()
                .statusCode(204);
        Map<String, Object> notebook = Map.of(
                "domainId",
                domain,
                "userProfileName",
                "ada",
                "path",
                "a.ipynb",
                "image",
                "base-python",
                "instanceType",
                "ml.t3.medium");
        Response session = operator().body(notebook).post("/api/v1/sessions");
        assertThat(session.statusCode()).as(session.asString()).isEqualTo(201);
        Response switched = operator()
                .urlEncodingEnabled(false)
                .body(Map.of("image", "data-science"))
                .post("/api/v1/sessions/" + session.path("sessionId") + ":switch");
        assertThat(switched.statusCode()).as(switched.asString()).isEqualTo(200);
        assertThat((String) switched.path("session.kernel.kernelId")).isNotEqualTo(session.path("kernel.kernelId"));
    }

    @Test
    void kernelsAndInstancesOfAUserAreLimited() throws Exception {
        String domain = domain();
        String profile = profile(domain, "ada");
        quotas(profile, Map.of("kernels", 4, "instances", 1, "instancesByType", Map.of("ml.c5.large", 0)));

        List<HttpResponse<String>> answers = inParallel(
                40,
                i -> new Post(
                        "/api/v1/kernels",
                        "{\"domainId\":\"%s\",\"userProfileName\":\"ada\",\"image\":\"base-python\",\"instanceType\":\"ml.t3.medium\"}"
                                .formatted(domain)));

        assertThat(ids(answers, "kernelId")).hasSize(4);
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() != 201)
                .hasSize(36)
                .allSatisfy(refused -> assertThat(refused.body()).contains("quotas.kernels"));
        switchesItsKernelAtTheQuota(domain, ids(answers, "kernelId").getFirst());
        Response second = createApp(profile, "KernelGateway", "second", "ml.m5.large");
        assertProblem(second, 429, "resource-limit-exceeded");
        assertThat((String) second.path("errors[0].field")).isEqualTo("quotas.instances");
        quotas(profile, Map.of("kernels", 4, "instancesByType", Map.of("ml.c5.large", 0)));
        Response third = createApp(profile, "KernelGateway", "third", "ml.c5.large");
        assertThat((String) third.path("errors[0].field")).isEqualTo("quotas.instancesByType.ml.c5.large");

        JsonPath listed =
                as(TestTokens.user(domain, "ada")).get("/api/v1/quotas").jsonPath();
        assertThat(listed.getMap("items.find { it.quota == 'kernels' }"))
                .containsEntry("limit", 4)
                .containsEntry("inUse", 4)
                .containsEntry("userProfileName", "ada");
        assertThat(listed.getMap("items.find { it.quota == 'instances' }"))
                .containsEntry("inUse", 1)
                .doesNotContainKey("limit");
        assertThat(listed.getMap("items.find { it.instanceType == 'ml.c5.large' }"))
                .containsEntry("limit", 0)
                .containsEntry("inUse", 0);
        assertProblem(
                as(TestTokens.user(domain, "bob")).get("/api/v1/quotas?userProfileName=ada&domainId=" + domain),
                403,
                "permission-denied");
        assertProblem(operator().get("/api/v1/quotas"), 400, "validation");
        try (StudioGrpc grpc = new StudioGrpc(service)) {
            assertThat(QuotaServiceGrpc.newBlockingStub(grpc.as(TestTokens.operator()))
                            .listQuotas(ListQuotasRequest.newBuilder()
                                    .setDomainId(domain)
                                    .build())
                            .getQuotasList())
                    .anySatisfy(quota -> {
                        assertThat(quota.getQuota()).isEqualTo("kernels");
                        assertThat(quota.getInUse()).isEqualTo(4);
                        assertThat(quota.hasLimit()).isFalse();
                        assertThat(quota.getUserProfileName()).isEmpty();
                    });
        }
    }

    private record Post(String path, String body) {}

    /** All at once, as far as the machine goes. */
    private List<HttpResponse<String>> inParallel(int requests, IntFunction<Post> post) throws Exception {
        try (HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<HttpResponse<String>>> calls = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                Post wanted = post.apply(i);
                HttpRequest request = HttpRequest.newBuilder(service.resolve(wanted.path()))
                        .header("Authorization", "Bearer " + TestTokens.operator())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(wanted.body()))
                        .build();
                calls.add(() -> client.send(request, HttpResponse.BodyHandlers.ofString()));
            }
            List<HttpResponse<String>> answers = new ArrayList<>();
            for (Future<HttpResponse<String>> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    private static List<String> ids(List<HttpResponse<String>> answers, String field) {
        return answers.stream()
                .filter(answer -> answer.statusCode() == 201)
                .map(answer -> JsonPath.from(answer.body()).getString(field))
                .toList();
    }

    private static String path(String location) {
        return URI.create(location).getPath();
    }

    private static void quotas(String profile, Map<String, Object> quotas) {
        operator()
                .body(Map.of("userSettings", Map.of("quotas", quotas)))
                .patch(profile)
                .then()
                .statusCode(200);
    }
}
