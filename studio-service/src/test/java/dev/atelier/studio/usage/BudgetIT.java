package dev.atelier.studio.usage;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.atelier.platform.process.ChildProcesses;
import dev.atelier.testing.Environments;
import dev.atelier.testing.ServiceProcess;
import dev.atelier.testing.TestTokens;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A budget of 1 USD against a running notebook, with Studio and billing as processes. An own price book makes an hour cost
 * 240 USD, so that the budget lasts 15 seconds.
 */
class BudgetIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(10);
    private static final BigDecimal PER_HOUR = new BigDecimal("240");
    private static final BigDecimal LIMIT = BigDecimal.ONE;

    @TempDir
    Path dataDir;

    private ServiceProcess billing;
    private ServiceProcess studio;
    private int studioPort;

    @BeforeEach
    void start() {
        studioPort = ServiceProcess.freePort();
        billing = ServiceProcess.start(
                "billing-service",
                Map.of(
                        "quarkus.grpc.clients.studio.port", Integer.toString(studioPort),
                        "atelier.billing.budgets.check-interval", CHECK_INTERVAL.toString()));
        studio = ServiceProcess.start(
                "studio-service",
                Map.of(
                        "quarkus.http.port", Integer.toString(studioPort),
                        "atelier.data-dir", dataDir.toString(),
                        "atelier.engine.local.environments-dir",
                                Environments.directory().toString(),
                        "quarkus.grpc.clients.billing.port", Integer.toString(billing.port())));
    }

    @AfterEach
    void stop() {
        studio.close();
        billing.close();
        ChildProcesses processes = new ChildProcesses();
        String ours = "@" + dataDir.toAbsolutePath().normalize() + "/";
        processes.marks("ATELIER_APP").stream()
                .filter(mark -> mark.contains(ours))
                .forEach(mark -> processes.sweep("ATELIER_APP", mark));
    }

    @Test
    void aBudgetStopsARunningNotebookInTime() {
        billing()
                .contentType("text/csv")
                .queryParam("name", "house")
                .queryParam("activate", true)
                .body("instance_type,vcpu,memory_gib,gpu,region,component,currency,price_per_hour,source,as_of\n"
                        + "ml.t3.medium,2,4,0,us-east-1,studio,USD," + PER_HOUR + ",house,today\n")
                .post("/api/v1/price-books")
                .then()
                .statusCode(201);
        String domain = domain();
        String profile = "/api/v1/domains/" + domain + "/user-profiles/ada";
        String budget = billing()
                .contentType(ContentType.JSON)
                .body("""
                        {"name":"Ada's month","scope":{"type":"user","domainId":"%s","name":"ada"},
                         "limit":{"amount":"%s","currency":"USD"},"enforcement":"shut-down"}
                        """.formatted(domain, LIMIT))
                .post("/api/v1/budgets")
                .then()
                .statusCode(201)
                .extract()
                .path("budgetId");

        launch(profile, "notebook").then().statusCode(201);
        String instance = awaitStatus(profile + "/apps/KernelGateway/notebook", "InService")
                .path("instanceId");
        await("what it costs is shown").atMost(PATIENCE).untilAsserted(() -> {
            for (String path : List.of(profile + "/apps/KernelGateway/notebook", "/api/v1/instances/" + instance)) {
                studio().get(path)
                        .then()
                        .body("pricePerHour.amount", equalTo(PER_HOUR.toPlainString()))
                        .body("costSoFar.currency", equalTo("USD"));
            }
        });
        awaitStatus("/api/v1/instances/" + instance, "Stopped");

        List<Integer> warnings = given().port(billing.port())
                .header("Authorization", "Bearer " + TestTokens.user(domain, "ada"))
                .get("/api/v1/alerts")
                .jsonPath()
                .getList("items.findAll { it.kind == 'threshold' }.threshold");
        assertThat(warnings).as("each threshold once").containsExactlyInAnyOrder(50, 80, 100);

        launch(profile, "another")
                .then()
                .statusCode(409)
                .body("code", equalTo("launch-refused"))
                .body("detail", containsString("The budget 'Ada's month'"));

        JsonPath bill = await("the bill is closed")
                .atMost(PATIENCE)
                .until(
                        () -> billing()
                                .queryParam("domainId", domain)
                                .get("/api/v1/costs")
                                .jsonPath(),
                        costs -> costs.getList("rows.running").equals(List.of(false)));
        BigDecimal oneInterval = PER_HOUR.multiply(BigDecimal.valueOf(CHECK_INTERVAL.toSeconds()))
                .divide(BigDecimal.valueOf(3600), 6, RoundingMode.HALF_EVEN);
        assertThat(new BigDecimal(bill.getString("totals[0].amount")))
                .as("beyond the budget by no more than one interval")
                .isBetween(LIMIT, LIMIT.add(oneInterval));

        await("what it cost is shown")
                .atMost(PATIENCE)
                .untilAsserted(() -> studio().get("/api/v1/instances/" + instance)
                        .then()
                        .body("costSoFar.amount", equalTo(bill.getString("totals[0].amount"))));

        List<String> actions = billing()
                .get("/api/v1/budgets/" + budget + "/audit-events")
                .jsonPath()
                .getList("items.action");
        assertThat(actions).contains("created", "stopped", "launch-refused").doesNotContain("stop-failed");

        billing.kill();
        await("what it cost is not known while billing is away")
                .atMost(PATIENCE)
                .untilAsserted(() -> studio().get("/api/v1/instances/" + instance)
                        .then()
                        .statusCode(200)
                        .body("costSoFar", nullValue()));
    }

    private String domain() {
        String domain = studio().body(Map.of("domainName", "budget"))
                .post("/api/v1/domains")
                .then()
                .statusCode(201)
                .extract()
                .path("domainId");
        studio().body(Map.of("userProfileName", "ada"))
                .post("/api/v1/domains/" + domain + "/user-profiles")
                .then()
                .statusCode(201);
        awaitStatus("/api/v1/domains/" + domain + "/user-profiles/ada", "InService");
        return domain;
    }

    private Response launch(String profile, String app) {
        return studio().body(Map.of("appType", "KernelGateway", "appName", app, "instanceType", "ml.t3.medium"))
                .post(profile + "/apps");
    }

    private Response awaitStatus(String path, String status) {
        return await(path + " " + status)
                .atMost(PATIENCE)
                .until(() -> studio().get(path), response -> status.equals(response.path("status")));
    }

    private RequestSpecification studio() {
        return given().port(studioPort)
                .header("Authorization", "Bearer " + TestTokens.operator())
                .contentType(ContentType.JSON);
    }

    private RequestSpecification billing() {
        return given().port(billing.port()).header("Authorization", "Bearer " + TestTokens.operator());
    }
}
