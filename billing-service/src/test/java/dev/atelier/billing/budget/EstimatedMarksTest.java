package dev.atelier.billing.budget;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;

import com.sun.net.httpserver.HttpServer;
import dev.atelier.billing.GrpcClient;
import dev.atelier.billing.ProtoEvents;
import dev.atelier.billing.TestClock;
import dev.atelier.billing.v1.AuthorizeLaunchRequest;
import dev.atelier.billing.v1.AuthorizeLaunchResponse;
import dev.atelier.billing.v1.BudgetServiceGrpc;
import dev.atelier.billing.v1.Component;
import dev.atelier.billing.v1.CostFilter;
import dev.atelier.billing.v1.CostSubject;
import dev.atelier.billing.v1.EstimateCostRequest;
import dev.atelier.billing.v1.EstimateLine;
import dev.atelier.billing.v1.ForecastMonthRequest;
import dev.atelier.billing.v1.GetAdviceRequest;
import dev.atelier.billing.v1.GetBudgetRequest;
import dev.atelier.billing.v1.GetCostsRequest;
import dev.atelier.billing.v1.GetResourceCostsRequest;
import dev.atelier.billing.v1.ListAlertsRequest;
import dev.atelier.billing.v1.PlanningServiceGrpc;
import dev.atelier.billing.v1.ResourceCostServiceGrpc;
import dev.atelier.billing.v1.UsageEvent;
import dev.atelier.billing.v1.UsageEventType;
import dev.atelier.billing.v1.WatchMetersRequest;
import dev.atelier.billing.v1.WatchMetersResponse;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ann's instance is priced by an estimate, Bob's is not; whatever is told of them says so. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(NeighboursResource.class)
class EstimatedMarksTest {
    private static final Instant START = Instant.parse("2026-03-10T00:00:00Z");
    private static final String ESTIMATED_IN = "ap-northeast-1";

    @TestHTTPResource("/")
    URI service;

    @Inject
    TestClock clock;

    @Inject
    BudgetChecks checks;

    private final String domain = "d-" + UUID.randomUUID();
    private final ProtoEvents ann = ProtoEvents.studio(domain + "/i-1", "ml.t3.medium", domain, "ann");
    private final ProtoEvents bob = ProtoEvents.studio(domain + "/i-2", "ml.t3.medium", domain, "bob");
    private GrpcClient studio;
    private GrpcClient admin;

    @BeforeEach
    void start() {
        clock.stop(START.plus(Duration.ofHours(12)));
        studio = new GrpcClient(service, TestTokens.service("studio-service"));
        admin = new GrpcClient(service, TestTokens.operator());
        studio.record(List.of(
                estimated(UsageEventType.USAGE_EVENT_TYPE_STARTED, START),
                estimated(UsageEventType.USAGE_EVENT_TYPE_IDLE, START),
                bob.started(START)));
    }

    @AfterEach
    void stop() {
        Instant end = clock.instant().plusSeconds(1);
        studio.record(List.of(estimated(UsageEventType.USAGE_EVENT_TYPE_ENDED, end), bob.ended(end)));
        studio.close();
        admin.close();
        clock.stop(null);
    }

    private UsageEvent estimated(UsageEventType type, Instant time) {
        return ann.event(type, time, "").setRegion(ESTIMATED_IN).build();
    }

    @Test
    void restMarksWhateverRestsOnAnEstimate() {
        ask("/api/v1/costs?groupBy=user", "ann")
                .body("estimated", equalTo(true))
                .body("rows.estimated", everyItem(equalTo(true)));
        ask("/api/v1/costs?groupBy=user", "bob")
                .body("estimated", equalTo(false))
                .body("rows.estimated", everyItem(equalTo(false)));
        ask("/api/v1/meters", "ann").body("items[0].estimated", equalTo(true));
        ask("/api/v1/meters", "bob").body("items[0].estimated", equalTo(false));
        ask("/api/v1/forecasts", "ann").body("forecasts[0].estimated", equalTo(true));
        ask("/api/v1/forecasts", "bob").body("forecasts[0].estimated", equalTo(false));
        ask("/api/v1/advice?days=1", "ann")
                .body("estimated", equalTo(true))
                .body("items.find { it.kind == 'idle' }.estimated", equalTo(true));
        ask("/api/v1/advice?days=1", "bob").body("estimated", equalTo(false));
        operator()
                .get("/api/v1/prices?instanceType=ml.t3.medium&region=" + ESTIMATED_IN)
                .then()
                .statusCode(200)
                .body("items.estimated", everyItem(equalTo(true)));
        estimate(ESTIMATED_IN).body("estimated", equalTo(true)).body("lines[0].estimated", equalTo(true));
        estimate("us-east-1").body("estimated", equalTo(false)).body("lines[0].estimated", equalTo(false));
        operator()
                .urlEncodingEnabled(false)
                .contentType("application/json")
                .body("{\"vcpu\":2,\"component\":\"studio\",\"region\":\"%s\",\"duration\":\"PT1H\"}"
                        .formatted(ESTIMATED_IN))
                .post("/api/v1/estimates:compare")
                .then()
                .statusCode(200)
                .body("options.estimated", everyItem(equalTo(true)));
    }

    @Test
    void budgetsAndTheirAlertsAndWebhooksSayThatEstimatesAreInThem() throws IOException {
        List<String> received = new CopyOnWriteArrayList<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/hook", exchange -> {
            received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        try {
            String hook =
                    "http://127.0.0.1:%d/hook".formatted(receiver.getAddress().getPort());
            String ofAnn = budget("ann", hook);
            String ofBob = budget("bob", hook);
            checks.run();

            for (String budget : List.of(ofAnn, ofBob)) {
                boolean marked = budget.equals(ofAnn);
                operator().get("/api/v1/budgets/" + budget).then().body("estimated", equalTo(marked));
                operator()
                        .get("/api/v1/alerts?budgetId=" + budget)
                        .then()
                        .body("items[0].estimated", equalTo(marked))
                        .body("items[0].message", containsString(marked ? "at estimated prices" : "are spent."));
                assertThat(admin.stub(BudgetServiceGrpc::newBlockingStub)
                                .getBudget(GetBudgetRequest.newBuilder()
                                        .setBudgetId(budget)
                                        .build())
                                .getBudget()
                                .getEstimated())
                        .isEqualTo(marked);
                assertThat(admin.stub(BudgetServiceGrpc::newBlockingStub)
                                .listAlerts(ListAlertsRequest.newBuilder()
                                        .setBudgetId(budget)
                                        .build())
                                .getAlerts(0)
                                .getEstimated())
                        .isEqualTo(marked);
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> received.size() >= 2);
            assertThat(received)
                    .anyMatch(body -> body.contains(ofAnn) && body.contains("\"estimated\":true"))
                    .anyMatch(body -> body.contains(ofBob) && body.contains("\"estimated\":false"));

            AuthorizeLaunchResponse launch = studio.estimates()
                    .authorizeLaunch(AuthorizeLaunchRequest.newBuilder()
                            .setOwner(ann.owner())
                            .setInstanceType("ml.t3.medium")
                            .setComponent(Component.COMPONENT_STUDIO)
                            .setRegion(ESTIMATED_IN)
                            .build());
            assertThat(launch.getAllowed()).isFalse();
            assertThat(launch.getEstimated()).isTrue();
            assertThat(launch.getReason()).contains("at estimated prices");
        } finally {
            receiver.stop(0);
        }
    }

    @Test
    void grpcMarksWhateverRestsOnAnEstimate() {
        for (String user : List.of("ann", "bob")) {
            boolean marked = user.equals("ann");
            CostFilter filter = CostFilter.newBuilder()
                    .setDomainId(domain)
                    .setUserProfileName(user)
                    .build();
            assertThat(admin.costs()
                            .getCosts(GetCostsRequest.newBuilder()
                                    .setFilter(filter)
                                    .build())
                            .getEstimated())
                    .isEqualTo(marked);
            WatchMetersResponse live = admin.costs()
                    .watchMeters(
                            WatchMetersRequest.newBuilder().setFilter(filter).build())
                    .next();
            assertThat(live.getMeters(0).getEstimated()).isEqualTo(marked);
            assertThat(live.getTotals(0).getEstimated()).isEqualTo(marked);
            assertThat(admin.stub(PlanningServiceGrpc::newBlockingStub)
                            .forecastMonth(ForecastMonthRequest.newBuilder()
                                    .setFilter(filter)
                                    .build())
                            .getForecasts(0)
                            .getEstimated())
                    .isEqualTo(marked);
            assertThat(admin.stub(PlanningServiceGrpc::newBlockingStub)
                            .getAdvice(GetAdviceRequest.newBuilder()
                                    .setFilter(filter)
                                    .setDays(1)
                                    .build())
                            .getEstimated())
                    .isEqualTo(marked);
            assertThat(admin.stub(ResourceCostServiceGrpc::newBlockingStub)
                            .getResourceCosts(GetResourceCostsRequest.newBuilder()
                                    .addSubjects(
                                            CostSubject.newBuilder().setResourceId(domain + (marked ? "/i-1" : "/i-2")))
                                    .build())
                            .getCosts(0)
                            .getEstimated())
                    .isEqualTo(marked);
            assertThat(admin.estimates()
                            .estimateCost(EstimateCostRequest.newBuilder()
                                    .addLines(EstimateLine.newBuilder()
                                            .setInstanceType("ml.t3.medium")
                                            .setComponent(Component.COMPONENT_STUDIO)
                                            .setRegion(marked ? ESTIMATED_IN : "us-east-1")
                                            .setDuration(com.google.protobuf.Duration.newBuilder()
                                                    .setSeconds(60)))
                                    .build())
                            .getEstimated())
                    .isEqualTo(marked);
        }
    }

    private ValidatableResponse ask(String path, String user) {
        return operator()
                .queryParam("domainId", domain)
                .queryParam("userProfileName", user)
                .get(path)
                .then()
                .statusCode(200);
    }

    private ValidatableResponse estimate(String region) {
        return operator()
                .contentType("application/json")
                .body(
                        "{\"lines\":[{\"instanceType\":\"ml.t3.medium\",\"component\":\"studio\",\"region\":\"%s\",\"duration\":\"PT1H\"}]}"
                                .formatted(region))
                .post("/api/v1/estimates")
                .then()
                .statusCode(200);
    }

    private String budget(String user, String hook) {
        return operator()
                .contentType("application/json")
                .body("""
                        {"name":"of %1$s","scope":{"type":"user","domainId":"%2$s","name":"%1$s"},"thresholds":[50],
                         "limit":{"amount":"0.10","currency":"USD"},"enforcement":"refuse",
                         "webhook":{"url":"%3$s","secret":"0123456789abcdef"}}
                        """.formatted(user, domain, hook))
                .post("/api/v1/budgets")
                .then()
                .statusCode(201)
                .extract()
                .path("budgetId");
    }

    private static RequestSpecification operator() {
        return given().header("Authorization", "Bearer " + TestTokens.operator());
    }
}
