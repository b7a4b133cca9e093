package dev.atelier.studio.tenancy;

import static dev.atelier.studio.StudioApi.as;
import static dev.atelier.studio.StudioApi.assertProblem;
import static dev.atelier.studio.StudioApi.domain;
import static dev.atelier.studio.StudioApi.operator;
import static dev.atelier.studio.StudioApi.profile;
import static dev.atelier.studio.StudioApi.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Duration;
import com.google.protobuf.FieldMask;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.GrpcErrors;
import dev.atelier.studio.StudioGrpc;
import dev.atelier.studio.StudioResource;
import dev.atelier.studio.v1.DomainServiceGrpc;
import dev.atelier.studio.v1.GetUserProfileRequest;
import dev.atelier.studio.v1.ListDomainsRequest;
import dev.atelier.studio.v1.Quotas;
import dev.atelier.studio.v1.SortBy;
import dev.atelier.studio.v1.SortOrder;
import dev.atelier.studio.v1.UpdateDomainRequest;
import dev.atelier.studio.v1.UpdateUserProfileRequest;
import dev.atelier.studio.v1.UserProfileServiceGrpc;
import dev.atelier.studio.v1.UserSettings;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Settings of domains and profiles, their changes, and lists with filters and orders. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(StudioResource.class)
class SettingsApiTest {
    @TestHTTPResource("/")
    URI service;

    @Inject
    EffectiveSettings settings;

    @Test
    void launchesStartWithTheSettingsInForce() {
        String domain = domain();
        String path = profile(domain, "ada");
        operator()
                .body(Map.of(
                        "defaultUserSettings",
                        Map.of(
                                "instanceType",
                                "ml.m5.large",
                                "idleTimeout",
                                "PT2H",
                                "idleTimeoutByInstanceType",
                                Map.of("ml.g4dn.xlarge", "PT20M")),
                        "quotas",
                        Map.of("instances", 40),
                        "tags",
                        Map.of("stage", "test")))
                .patch("/api/v1/domains/" + domain)
                .then()
                .statusCode(200);
        Response changed = operator().get("/api/v1/domains/" + domain);
        assertThat((String) changed.path("defaultImage")).isEqualTo("data-science");
        assertThat((String) changed.path("defaultInstanceType")).isEqualTo("ml.m5.large");
        assertThat((String) changed.path("defaultUserSettings.idleTimeout")).isEqualTo("PT2H");
        assertThat((Integer) changed.path("quotas.instances")).isEqualTo(40);
        assertThat((String) changed.path("tags.stage")).isEqualTo("test");
        assertThat((String) changed.path("lastModifiedTime")).isGreaterThan(changed.path("creationTime"));
        assertThat(launchedOn(path, "first")).isEqualTo("ml.m5.large");

        Response profile = operator()
                .body(Map.of(
                        "team", "fraud", "userSettings", Map.of("instanceType", "ml.c5.large", "idleTimeout", "PT8H")))
                .patch(path);
        assertThat(profile.statusCode()).isEqualTo(200);
        assertThat((String) profile.path("team")).isEqualTo("fraud");
        assertThat((String) profile.path("project")).isEqualTo("churn");
        assertThat((String) profile.path("userSettings.image")).isNull();
        assertThat((String) profile.path("effectiveSettings.image")).isEqualTo("data-science");
        assertThat((String) profile.path("effectiveSettings.instanceType")).isEqualTo("ml.c5.large");
        assertThat(launchedOn(path, "second")).isEqualTo("ml.c5.large");
        ProfileRef ada = new ProfileRef(domain, "ada");
        assertThat(settings.idleTimeout(ada, "ml.g4dn.xlarge")).contains(java.time.Duration.ofHours(8));
        assertThat(settings.idleTimeout(new ProfileRef(domain, "nobody"), "ml.g4dn.xlarge"))
                .isEmpty();
    }

    @Test
    void whatCannotBeIsRefusedByName() {
        String domain = domain();
        String path = profile(domain, "ada");
        Response bad = operator()
                .body(Map.of(
                        "defaultUserSettings",
                        Map.of("idleTimeout", "PT0.5S", "quotas", Map.of("kernels", -1)),
                        "quotas",
                        Map.of("homeSizeBytes", 5)))
                .patch("/api/v1/domains/" + domain);
        assertProblem(bad, 400, "validation");
        assertThat(bad.jsonPath().getList("errors.field"))
                .containsExactly(
                        "defaultUserSettings.idleTimeout",
                        "defaultUserSettings.quotas.kernels",
                        "quotas.homeSizeBytes");
        assertProblem(
                operator().body(Map.of("userSettings", Map.of("image", "nope"))).patch(path), 422, "unknown-image");
        assertProblem(
                operator()
                        .body(Map.of("userSettings", Map.of("quotas", Map.of("instancesByType", Map.of("ml.nope", 1)))))
                        .patch(path),
                422,
                "unknown-instance-type");
        assertProblem(operator().body(Map.of("domainName", "x")).patch("/api/v1/domains/" + domain), 400, "validation");
        assertProblem(
                operator()
                        .body(Map.of(
                                "domainName",
                                unique("d"),
                                "defaultInstanceType",
                                "ml.t3.medium",
                                "defaultUserSettings",
                                Map.of("instanceType", "ml.m5.large")))
                        .post("/api/v1/domains"),
                400,
                "validation");
        assertProblem(operator().body(Map.of()).patch("/api/v1/domains/d-000000000000"), 404, "resource-not-found");
        String member = TestTokens.user(domain, "ada");
        assertProblem(as(member).body(Map.of("userSettings", Map.of())).patch(path), 403, "permission-denied");
        assertProblem(as(member).body(Map.of()).patch("/api/v1/domains/" + domain), 403, "permission-denied");
    }

    @Test
    void listsAreFilteredSortedAndPaged() {
        String domain = domain();
        String profiles = "/api/v1/domains/" + domain + "/user-profiles";
        for (String name : List.of("Zoe-analyst", "bob", "ann-analyst", "cid-analyst")) {
            profile(domain, name);
        }
        operator().body(Map.of("team", "x")).patch(profiles + "/bob").then().statusCode(200);

        assertThat(names(profiles + "?nameContains=ANALYST&sortBy=creationTime"))
                .containsExactly("Zoe-analyst", "ann-analyst", "cid-analyst");
        assertThat(names(profiles + "?sortBy=creationTime&sortOrder=descending&status=InService"))
                .containsExactly("cid-analyst", "ann-analyst", "bob", "Zoe-analyst");
        assertThat(names(profiles + "?sortBy=lastModifiedTime&sortOrder=descending"))
                .startsWith("bob");
        assertThat(names(profiles + "?status=Deleting")).isEmpty();
        String first =
                operator().get(profiles + "?sortBy=creationTime&pageSize=1").path("nextPageToken");
        assertProblem(operator().get(profiles + "?sortBy=name&pageToken=" + first), 400, "validation");
        assertProblem(operator().get(profiles + "?sortBy=mood"), 400, "validation");
        assertProblem(operator().get(profiles + "?sortOrder=up"), 400, "validation");
        assertProblem(operator().get(profiles + "?status=Gone"), 400, "validation");
    }

    @Test
    void theSameOverGrpc() {
        String domain = domain();
        profile(domain, "ada");
        try (StudioGrpc grpc = new StudioGrpc(service)) {
            DomainServiceGrpc.DomainServiceBlockingStub domains =
                    DomainServiceGrpc.newBlockingStub(grpc.as(TestTokens.operator()));
            UserSettings wanted = UserSettings.newBuilder()
                    .setInstanceType("ml.m5.large")
                    .setIdleTimeout(Duration.newBuilder().setSeconds(7200))
                    .setQuotas(Quotas.newBuilder().setKernels(0))
                    .build();
            assertThat(domains.updateDomain(UpdateDomainRequest.newBuilder()
                                    .setDomainId(domain)
                                    .setDefaultUserSettings(wanted)
                                    .putTags("stage", "grpc")
                                    .build())
                            .getDomain())
                    .satisfies(changed -> {
                        assertThat(changed.getDefaultUserSettings().getQuotas().hasKernels())
                                .isTrue();
                        assertThat(changed.getDefaultUserSettings().getQuotas().hasApps())
                                .isFalse();
                        assertThat(changed.getTagsMap()).containsEntry("stage", "grpc");
                    });
            assertThat(domains.updateDomain(UpdateDomainRequest.newBuilder()
                                    .setDomainId(domain)
                                    .setUpdateMask(FieldMask.newBuilder().addPaths("tags"))
                                    .build())
                            .getDomain())
                    .satisfies(changed -> {
                        assertThat(changed.getTagsMap()).isEmpty();
                        assertThat(changed.getDefaultInstanceType()).isEqualTo("ml.m5.large");
                    });
            StatusRuntimeException unknown = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> domains.updateDomain(UpdateDomainRequest.newBuilder()
                            .setDomainId(domain)
                            .setUpdateMask(FieldMask.newBuilder().addPaths("domain_name"))
                            .build()));
            assertThat(GrpcErrors.toAtelier(unknown).code()).isEqualTo(ErrorCode.VALIDATION);

            UserProfileServiceGrpc.UserProfileServiceBlockingStub profiles =
                    UserProfileServiceGrpc.newBlockingStub(grpc.as(TestTokens.operator()));
            profiles.updateUserProfile(UpdateUserProfileRequest.newBuilder()
                    .setDomainId(domain)
                    .setUserProfileName("ada")
                    .setUserSettings(UserSettings.newBuilder().setInstanceType("ml.c5.large"))
                    .build());
            UserSettings effective = profiles.getUserProfile(GetUserProfileRequest.newBuilder()
                            .setDomainId(domain)
                            .setUserProfileName("ada")
                            .build())
                    .getUserProfile()
                    .getEffectiveSettings();
            assertThat(effective.getInstanceType()).isEqualTo("ml.c5.large");
            assertThat(effective.getIdleTimeout().getSeconds()).isEqualTo(7200);

            assertThat(domains.listDomains(ListDomainsRequest.newBuilder()
                                    .setNameContains("domain")
                                    .setSortBy(SortBy.SORT_BY_LAST_MODIFIED_TIME)
                                    .setSortOrder(SortOrder.SORT_ORDER_DESCENDING)
                                    .setPageSize(1)
                                    .build())
                            .getDomainsList())
                    .extracting(dev.atelier.studio.v1.Domain::getDomainId)
                    .containsExactly(domain);
        }
    }

    /** Of all pages, one item each. */
    private static List<String> names(String list) {
        List<String> names = new ArrayList<>();
        String token = null;
        do {
            Response page = operator().get(list + "&pageSize=1" + (token == null ? "" : "&pageToken=" + token));
            assertThat(page.statusCode()).as(page.asString()).isEqualTo(200);
            names.addAll(page.jsonPath().getList("items.userProfileName"));
            token = page.path("nextPageToken");
        } while (token != null);
        return names;
    }

    private static String launchedOn(String profile, String app) {
        Response created = operator()
                .body(Map.of("appType", "KernelGateway", "appName", app))
                .post(profile + "/apps");
        assertThat(created.statusCode()).as(created.asString()).isEqualTo(201);
        return created.path("instanceType");
    }
}
