package dev.atelier.studio.audit;

import static dev.atelier.studio.StudioApi.as;
import static dev.atelier.studio.StudioApi.assertProblem;
import static dev.atelier.studio.StudioApi.createApp;
import static dev.atelier.studio.StudioApi.domain;
import static dev.atelier.studio.StudioApi.operator;
import static dev.atelier.studio.StudioApi.profile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.studio.StudioGrpc;
import dev.atelier.studio.StudioResource;
import dev.atelier.studio.v1.AuditEvent;
import dev.atelier.studio.v1.AuditServiceGrpc;
import dev.atelier.studio.v1.ListAuditEventsRequest;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who did what to which resource with which result. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(StudioResource.class)
class AuditTest {
    @TestHTTPResource("/")
    URI service;

    @Test
    void whatIsDoneAndWhatIsRefusedIsWrittenDown() {
        String domain = domain();
        String ada = profile(domain, "ada");
        String member = TestTokens.user(domain, "ada");
        as(member)
                .body(Map.of("appType", "KernelGateway", "appName", "x"))
                .post(ada + "/apps")
                .then()
                .statusCode(201);
        as(member)
                .body(Map.of("appType", "KernelGateway", "appName", "y", "instanceType", "ml.nope"))
                .post(ada + "/apps")
                .then()
                .statusCode(422);
        assertProblem(as(member).body(Map.of("team", "x")).patch(ada), 403, "permission-denied");
        operator().delete(ada + "/apps/KernelGateway/x").then().statusCode(204);
        as(member).get(ada + "/apps").then().statusCode(200);

        JsonPath all = list("?domainId=" + domain);
        assertThat(all.getList("items.action"))
                .containsExactly(
                        "DeleteApp",
                        "UpdateUserProfile",
                        "CreateApp",
                        "CreateApp",
                        "CreateUserProfile",
                        "CreateDomain");
        assertThat(all.getList("items.result"))
                .containsExactly(
                        "succeeded",
                        "permission-denied",
                        "unknown-instance-type",
                        "succeeded",
                        "succeeded",
                        "succeeded");
        assertThat(all.getList("items.actor"))
                .containsExactly("operator", domain + "/ada", domain + "/ada", domain + "/ada", "operator", "operator");
        assertThat(all.getMap("items[2]"))
                .containsEntry("resourceType", "App")
                .containsEntry("resourceId", "KernelGateway/y")
                .containsEntry("domainId", domain)
                .containsEntry("userProfileName", "ada")
                .containsEntry("actorRole", "member");
        assertThat(all.getString("items[2].detail")).contains("ml.nope");
        assertThat(all.getString("items[2].traceId")).matches("[0-9a-f]{32}");
        assertThat(all.getString("items[5].resourceId")).isEqualTo(domain);

        assertThat(list("?domainId=" + domain + "&action=CreateApp&result=succeeded")
                        .getList("items.resourceId"))
                .containsExactly("KernelGateway/x");
        assertThat(list("?actor=" + domain + "/ada&resourceType=UserProfile").getList("items.action"))
                .containsExactly("UpdateUserProfile");
        String time = all.getString("items[3].time");
        assertThat(list("?domainId=" + domain + "&to=" + time).getList("items.action"))
                .containsExactly("CreateUserProfile", "CreateDomain");
        assertThat(list("?domainId=" + domain + "&from=" + time).getList("items"))
                .hasSize(4);
        Response first = operator().get("/api/v1/audit-events?pageSize=4&domainId=" + domain);
        Response second = operator()
                .get("/api/v1/audit-events?pageSize=4&domainId=" + domain + "&pageToken="
                        + first.path("nextPageToken"));
        assertThat(second.jsonPath().getList("items.action")).containsExactly("CreateUserProfile", "CreateDomain");
        assertProblem(operator().get("/api/v1/audit-events?from=yesterday"), 400, "validation");
    }

    @Test
    void writesToAHomeDirectoryAreWrittenDownWithTheirPaths() {
        String domain = domain();
        String ada = profile(domain, "ada");
        String bob = TestTokens.user(domain, "bob");
        String file = ada + "/home/files/data/a.csv";
        operator().contentType("text/csv").body("x").put(file).then().statusCode(200);
        String upload = operator()
                .body(Map.of("path", "b.csv", "sizeBytes", 0))
                .post(ada + "/home/uploads")
                .path("uploadId");
        operator()
                .urlEncodingEnabled(false)
                .post(ada + "/home/uploads/" + upload + ":complete")
                .then()
                .statusCode(200);
        operator().delete(file).then().statusCode(204);
        assertProblem(as(bob).contentType("text/csv").body("x").put(file), 403, "permission-denied");
        assertProblem(as(bob).delete(file), 403, "permission-denied");

        JsonPath events = list("?resourceType=File&domainId=" + domain);
        assertThat(events.getList("items.action"))
                .containsExactly("DeleteFile", "WriteFile", "DeleteFile", "WriteFile", "WriteFile");
        assertThat(events.getList("items.resourceId"))
                .containsExactly("data/a.csv", "data/a.csv", "data/a.csv", "b.csv", "data/a.csv");
        assertThat(events.getList("items.result"))
                .containsExactly("permission-denied", "permission-denied", "succeeded", "succeeded", "succeeded");
        assertThat(events.getList("items.userProfileName")).containsOnly("ada");
    }

    @Test
    void aMemberSeesWhatConcernsHim() {
        String domain = domain();
        profile(domain, "ada");
        String bob = profile(domain, "bob");
        createApp(bob, "KernelGateway", "x", "ml.t3.medium").then().statusCode(201);
        String instance = operator().get(bob + "/apps/KernelGateway/x").path("instanceId");
        assertProblem(
                as(TestTokens.user(domain, "ada")).delete("/api/v1/instances/" + instance), 404, "resource-not-found");

        assertThat(as(TestTokens.user(domain, "bob"))
                        .get("/api/v1/audit-events")
                        .jsonPath()
                        .getList("items.action"))
                .containsExactly("DeleteInstance", "CreateApp", "CreateUserProfile");
        assertThat(as(TestTokens.user(domain, "ada"))
                        .get("/api/v1/audit-events")
                        .jsonPath()
                        .getList("items.result"))
                .containsExactly("resource-not-found", "succeeded");
        assertThat(as(TestTokens.viewer("auditor"))
                        .get("/api/v1/audit-events?action=DeleteInstance&resourceId=" + instance)
                        .jsonPath()
                        .getList("items.actor"))
                .containsExactly(domain + "/ada");
    }

    @Test
    void theSameOverGrpc() {
        String domain = domain();
        profile(domain, "ada");
        try (StudioGrpc grpc = new StudioGrpc(service)) {
            List<AuditEvent> events = AuditServiceGrpc.newBlockingStub(grpc.as(TestTokens.operator()))
                    .listAuditEvents(ListAuditEventsRequest.newBuilder()
                            .setDomainId(domain)
                            .setAction("CreateUserProfile")
                            .build())
                    .getAuditEventsList();

            assertThat(events).singleElement().satisfies(event -> {
                assertThat(event.getResourceId()).isEqualTo("ada");
                assertThat(event.getResult()).isEqualTo("succeeded");
                assertThat(event.getActor()).isEqualTo("operator");
            });
        }
    }

    private static JsonPath list(String query) {
        Response response = operator().get("/api/v1/audit-events" + query);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response.jsonPath();
    }
}
