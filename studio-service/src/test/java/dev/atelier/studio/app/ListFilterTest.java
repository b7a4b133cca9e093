package dev.atelier.studio.app;

import static dev.atelier.studio.StudioApi.assertProblem;
import static dev.atelier.studio.StudioApi.createApp;
import static dev.atelier.studio.StudioApi.domain;
import static dev.atelier.studio.StudioApi.operator;
import static dev.atelier.studio.StudioApi.profile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.studio.StudioGrpc;
import dev.atelier.studio.StudioResource;
import dev.atelier.studio.v1.AppServiceGrpc;
import dev.atelier.studio.v1.AppType;
import dev.atelier.studio.v1.KernelServiceGrpc;
import dev.atelier.studio.v1.ListAppsRequest;
import dev.atelier.studio.v1.ListFilter;
import dev.atelier.studio.v1.ListKernelsRequest;
import dev.atelier.studio.v1.SortBy;
import dev.atelier.studio.v1.SortOrder;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists of apps, instances and kernels: narrowed, ordered, page by page. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(StudioResource.class)
class ListFilterTest {
    @TestHTTPResource("/")
    URI service;

    private String domain;
    private String profile;

    @BeforeEach
    void threeApps() {
        domain = domain();
        profile = profile(domain, "ada");
        createApp(profile, "KernelGateway", "beta", "ml.m5.large").then().statusCode(201);
        createApp(profile, "KernelGateway", "alpha", "ml.t3.medium").then().statusCode(201);
        createApp(profile, "JupyterServer", "default", "system").then().statusCode(201);
    }

    @Test
    void apps() {
        assertThat(apps("")).containsExactly("beta", "alpha", "default");
        assertThat(apps("?sortOrder=descending")).containsExactly("default", "alpha", "beta");
        assertThat(apps("?sortBy=name&appType=KernelGateway")).containsExactly("alpha", "beta");
        assertThat(apps("?instanceType=ml.m5.large")).containsExactly("beta");
        assertThat(apps("?nameContains=ALPH")).containsExactly("alpha");
        assertThat(apps("?image=none")).isEmpty();
        assertThat(apps("?status=Deleted")).isEmpty();
        String time = operator().get(profile + "/apps/KernelGateway/alpha").path("creationTime");
        assertThat(apps("?createdAfter=" + time)).containsExactly("default");
        assertThat(apps("?createdBefore=" + time)).containsExactly("beta");
        assertThat(apps("?modifiedAfter=2000-01-01T00:00:00Z&modifiedBefore=2000-01-02T00:00:00Z"))
                .isEmpty();
        Response first = operator().get(profile + "/apps?sortBy=lastModifiedTime&pageSize=2");
        Response second = operator()
                .get(profile + "/apps?sortBy=lastModifiedTime&pageSize=2&pageToken=" + first.path("nextPageToken"));
        assertThat(first.jsonPath().getList("items.appName", String.class)).hasSize(2);
        assertThat(second.jsonPath().getList("items.appName", String.class))
                .hasSize(1)
                .doesNotContainAnyElementsOf(first.jsonPath().getList("items.appName", String.class));
        assertProblem(operator().get(profile + "/apps?status=Running"), 400, "validation");
        assertProblem(operator().get(profile + "/apps?appType=Lab"), 400, "validation");
        assertProblem(operator().get(profile + "/apps?createdAfter=yesterday"), 400, "validation");
        assertProblem(operator().get(profile + "/apps?sortBy=price"), 400, "validation");
    }

    @Test
    void instances() {
        assertThat(instances("")).containsExactly("ml.m5.large", "ml.t3.medium");
        assertThat(instances("&sortBy=name&sortOrder=descending")).containsExactly("ml.t3.medium", "ml.m5.large");
        assertThat(instances("&instanceType=ml.t3.medium")).containsExactly("ml.t3.medium");
        assertThat(instances("&nameContains=m5")).containsExactly("ml.m5.large");
        assertThat(instances("&createdBefore=2000-01-01T00:00:00Z")).isEmpty();
        assertProblem(operator().get("/api/v1/instances?status=Gone"), 400, "validation");
    }

    @Test
    void kernelsAndTheSameOverGrpc() {
        kernel("data/one.ipynb");
        kernel("two.ipynb");
        assertThat(kernels("")).hasSize(2);
        assertThat(kernels("&sortBy=name&sortOrder=descending")).hasSize(2).isEqualTo(kernels("&sortOrder=descending"));
        String one = kernels("&nameContains=One").getFirst();
        assertThat(kernels("&nameContains=One&kernelName=python3&image=data-science&instanceType=ml.t3.medium"))
                .containsExactly(one);
        assertThat(kernels("&kernelName=r")).isEmpty();
        assertThat(kernels("&appName=none")).isEmpty();
        assertThat(kernels("&executionState=busy")).isEmpty();
        assertProblem(operator().get("/api/v1/kernels?executionState=asleep"), 400, "validation");

        try (StudioGrpc grpc = new StudioGrpc(service)) {
            assertThat(AppServiceGrpc.newBlockingStub(grpc.as(TestTokens.operator()))
                            .listApps(ListAppsRequest.newBuilder()
                                    .setDomainId(domain)
                                    .setUserProfileName("ada")
                                    .setAppType(AppType.APP_TYPE_KERNEL_GATEWAY)
                                    .setFilter(ListFilter.newBuilder()
                                            .setNameContains("A")
                                            .setSortBy(SortBy.SORT_BY_NAME)
                                            .setSortOrder(SortOrder.SORT_ORDER_DESCENDING))
                                    .build())
                            .getAppsList())
                    .extracting(app -> app.getAppName())
                    .containsSubsequence("beta", "alpha");
            assertThat(KernelServiceGrpc.newBlockingStub(grpc.as(TestTokens.operator()))
                            .listKernels(ListKernelsRequest.newBuilder()
                                    .setDomainId(domain)
                                    .setUserProfileName("ada")
                                    .setFilter(ListFilter.newBuilder().setNameContains("one"))
                                    .build())
                            .getKernelsList())
                    .extracting(kernel -> kernel.getKernelId())
                    .containsExactly(one);
        }
    }

    private void kernel(String path) {
        operator()
                .body(Map.of("domainId", domain, "userProfileName", "ada", "path", path))
                .post("/api/v1/kernels")
                .then()
                .statusCode(201);
    }

    private List<String> apps(String query) {
        return names(profile + "/apps" + query, "items.appName");
    }

    private List<String> instances(String query) {
        return names("/api/v1/instances?domainId=" + domain + query, "items.instanceType");
    }

    private List<String> kernels(String query) {
        return names("/api/v1/kernels?domainId=" + domain + query, "items.kernelId");
    }

    private static List<String> names(String path, String field) {
        Response answer = operator().get(path);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.jsonPath().getList(field, String.class);
    }
}
