package dev.atelier.billing.budget;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.sun.net.httpserver.HttpServer;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.GrpcErrors;
import dev.atelier.billing.GrpcClient;
import dev.atelier.billing.ProtoEvents;
import dev.atelier.billing.TestClock;
import dev.atelier.billing.v1.AuthorizeLaunchRequest;
import dev.atelier.billing.v1.AuthorizeLaunchResponse;
import dev.atelier.billing.v1.Budget;
import dev.atelier.billing.v1.BudgetEnforcement;
import dev.atelier.billing.v1.BudgetScope;
import dev.atelier.billing.v1.BudgetScopeType;
import dev.atelier.billing.v1.BudgetServiceGrpc;
import dev.atelier.billing.v1.BudgetSpec;
import dev.atelier.billing.v1.Component;
import dev.atelier.billing.v1.CreateBudgetRequest;
import dev.atelier.billing.v1.ListAlertsRequest;
import dev.atelier.billing.v1.UsageEventType;
import dev.atelier.common.v1.Money;
import dev.atelier.common.v1.Owner;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(NeighboursResource.class)
class BudgetTest {
    /** ml.t3.medium costs 0.05 USD an hour. */
    private static final Instant START = Instant.parse("2026-03-10T00:00:00Z");

    @TestHTTPResource("/")
    URI service;

    @Inject
    TestClock clock;

    @Inject
    BudgetChecks checks;

    @NeighboursResource.Neighbours
    NeighboursResource neighbours;

    private final String domain = "d-" + UUID.randomUUID();
    private final ProtoEvents ann = ProtoEvents.studio(domain + "/i-1", "ml.t3.medium", domain, "ann");
    private GrpcClient studio;

    @BeforeEach
    void start() {
        clock.stop(START);
        studio = new GrpcClient(service, TestTokens.service("studio-service"));
        studio.record(List.of(ann.started(START)));
    }

    @AfterEach
    void stop() {
        studio.record(List.of(ann.ended(clock.instant().plusSeconds(1))));
        studio.close();
        clock.stop(null);
    }

    @Test
    void everyThresholdAlertsOnceInAPeriod() {
        String budget = create(user("ann"), "1", "\"enforcement\":\"none\"");
        hours(9);
        checks.run();
        alerts(budget).body("items", hasSize(0));
        hours(11);
        checks.run();
        checks.run();
        alerts(budget)
                .body("items.threshold", contains(50))
                .body("items[0].spent.amount", equalTo("0.55"))
                .body("items[0].message", containsString("0.55 of 1 USD"));
        hours(21);
        checks.run();
        alerts(budget).body("items.threshold", contains(100, 80, 50));
        clock.stop(Instant.parse("2026-04-01T20:00:00Z"));
        checks.run();
        alerts(budget)
                .body("items.threshold", contains(100, 80, 50, 100, 80, 50))
                .body("items[0].periodStart", equalTo("2026-04-01T00:00:00Z"));
    }

    @Test
    void arollingBudgetAlertsAgainOnceTheAlertHasLeftItsWindow() {
        String budget = create(user("ann"), "1", "\"rollingDays\":1,\"thresholds\":[90]");
        hours(20);
        checks.run();
        hours(30);
        checks.run();
        alerts(budget).body("items", hasSize(1));
        hours(45);
        checks.run();
        alerts(budget).body("items", hasSize(2));
    }

    @Test
    void aLaunchIsRefusedWhenItIsUsedUpUnlessItIsOverridden() {
        String budget = create(user("ann"), "1", "\"enforcement\":\"refuse\"");
        hours(19);
        assertThat(authorize("ann").getAllowed()).isTrue();
        hours(20);
        AuthorizeLaunchResponse refused = authorize("ann");
        assertThat(refused.getAllowed()).isFalse();
        assertThat(refused.getReason()).contains("1 of 1 USD are spent", "2026-04-01T00:00:00Z");
        assertThat(refused.getPricePerHour().getAmount()).isEqualTo("0.05");
        assertThat(refused.getChecksList())
                .extracting(check -> check.getKind().name() + " " + check.getAllowed())
                .containsExactly("LAUNCH_CHECK_KIND_PRICE true", "LAUNCH_CHECK_KIND_BUDGET false");
        assertThat(authorize("bob").getAllowed()).isTrue();

        post(
                        budget + ":override",
                        "{\"until\":\"%s\",\"reason\":\"the demo\"}".formatted(START.plus(Duration.ofHours(30))))
                .statusCode(200);
        assertThat(authorize("ann").getAllowed()).isTrue();
        hours(31);
        assertThat(authorize("ann").getAllowed()).isFalse();
        post(budget + ":override", "{\"until\":\"2036-01-01T00:00:00Z\",\"reason\":\"x\"}")
                .statusCode(400)
                .body("errors.field", contains("until"));
        post(budget + ":override", "{\"until\":\"%s\"}".formatted(START.plus(Duration.ofHours(40))))
                .statusCode(400)
                .body("errors.field", contains("reason"));
        admin().get("/api/v1/budgets/" + budget + "/audit-events")
                .then()
                .statusCode(200)
                .body("items.action", hasItem("override-granted"))
                .body("items.action", hasItem("launch-refused"))
                .body("items[-1].action", equalTo("created"));
    }

    @Test
    void onlySoManyInstancesMayRun() {
        create("{\"type\":\"team\",\"name\":\"" + domain + "\"}", "1000", "\"maxInstances\":2");
        Owner team = ann.owner().toBuilder().setTeam(domain).build();
        assertThat(authorize(team, 2).getAllowed()).isTrue();
        studio.record(List.of(
                new ProtoEvents(domain + "/i-2", "ml.t3.medium", Component.COMPONENT_STUDIO, team).started(START)));
        assertThat(authorize(team, 1).getAllowed()).isTrue();
        AuthorizeLaunchResponse refused = authorize(team, 2);
        assertThat(refused.getAllowed()).isFalse();
        assertThat(refused.getReason()).contains("lets 2 instances", "and 1 do");
    }

    @Test
    void whatRunsIsStoppedWhenItsGraceIsOver() {
        Owner owner = Owner.newBuilder()
                .setDomainId(domain)
                .setUserProfileName("ann")
                .putTags("cost-centre", domain)
                .build();
        ProtoEvents trial = new ProtoEvents(
                "automl-job/" + domain + "/training", "ml.m5.large", Component.COMPONENT_TRAINING, owner);
        ProtoEvents model = new ProtoEvents(domain + "/e-1", "ml.m5.large", Component.COMPONENT_HOSTING, owner);
        ProtoEvents instance = new ProtoEvents(domain + "/i-3", "ml.t3.medium", Component.COMPONENT_STUDIO, owner);
        studio.record(List.of(
                instance.started(START),
                trial.event(UsageEventType.USAGE_EVENT_TYPE_STARTED, START, "")
                        .setJobName(domain + "-job")
                        .build(),
                model.event(UsageEventType.USAGE_EVENT_TYPE_STARTED, START, "")
                        .setEndpointName(domain + "-endpoint")
                        .build()));
        String budget = create(
                "{\"type\":\"tag\",\"name\":\"cost-centre\",\"value\":\"%s\"}".formatted(domain),
                "0.56",
                "\"enforcement\":\"shut-down\",\"grace\":\"PT1H\"");
        assertThat(checks.run()).as("half of it at 0.28 an hour").hasValue(START.plus(Duration.ofHours(1)));
        hours(1);
        assertThat(checks.run()).as("80 percent").hasValue(START.plus(Duration.ofMinutes(96)));
        alerts(budget).body("items.threshold", contains(50));
        clock.stop(START.plus(Duration.ofMinutes(96)));
        assertThat(checks.run()).as("all of it").hasValue(START.plus(Duration.ofHours(2)));
        alerts(budget).body("items.threshold", contains(80, 50));
        hours(2);
        assertThat(checks.run()).hasValue(START.plus(Duration.ofHours(3)));
        assertThat(neighbours.stopped()).noneMatch(what -> what.contains(domain));
        hours(3);
        checks.run();
        assertThat(neighbours.stopped())
                .filteredOn(what -> what.contains(domain))
                .containsExactlyInAnyOrder(
                        "instance " + domain + "/i-3",
                        "job " + domain + "-job of " + domain + "/ann",
                        "endpoint " + domain + "-endpoint of " + domain + "/ann");
        checks.run();
        alerts(budget).body("items.kind", containsInAnyOrder("threshold", "threshold", "threshold", "shut-down"));
        admin().get("/api/v1/budgets/" + budget + "/audit-events")
                .then()
                .body("items.action", containsInAnyOrder("created", "stopped", "stopped", "stopped"));
        studio.record(List.of(
                instance.ended(START.plus(Duration.ofHours(3))),
                trial.ended(START.plus(Duration.ofHours(3))),
                model.ended(START.plus(Duration.ofHours(3)))));
    }

    @Test
    void anUnknownPriceIsTold() {
        String other = "u-" + UUID.randomUUID();
        ProtoEvents unheard = ProtoEvents.studio(domain + "/i-9", "ml.unheard-of", other, "cid");
        studio.record(List.of(unheard.started(START), unheard.ended(START.plusSeconds(60))));
        hours(1);
        String budget = create("{\"type\":\"domain\",\"domainId\":\"%s\"}".formatted(other), "1", "\"grace\":\"PT0S\"");
        checks.run();
        alerts(budget).body("items.kind", contains("unknown-price")).body("items[0].spent", nullValue());
        admin().get("/api/v1/budgets/" + budget).then().statusCode(200).body("spent", nullValue());
    }

    @Test
    void alertsAreSentSignedUntilTheyAreReceived() throws IOException {
        String secret = "0123456789abcdef-" + domain;
        List<Map.Entry<String, String>> received = new CopyOnWriteArrayList<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/hook", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(Map.entry(exchange.getRequestHeaders().getFirst(WebhookDelivery.SIGNATURE), body));
            exchange.sendResponseHeaders(received.size() < 3 ? 503 : 204, -1);
            exchange.close();
        });
        receiver.start();
        try {
            String url =
                    "http://127.0.0.1:%d/hook".formatted(receiver.getAddress().getPort());
            String budget = create(
                    user("ann"),
                    "1",
                    "\"thresholds\":[50],\"webhook\":{\"url\":\"%s\",\"secret\":\"%s\"}".formatted(url, secret));
            hours(11);
            checks.run();
            clock.stop(null); // backoff counts in real time
            await().atMost(Duration.ofSeconds(20)).until(() -> received.size() >= 3);
            assertThat(received).hasSize(3).allSatisfy(one -> {
                long time = Long.parseLong(one.getKey().replaceAll("t=([0-9]+),.*", "$1"));
                assertThat(one.getKey()).isEqualTo(WebhookDelivery.signature(secret, time, one.getValue()));
                assertThat(one.getValue())
                        .contains("\"budgetId\":\"" + budget + "\"", "\"threshold\":50", "\"amount\":\"0.55\"")
                        .doesNotContain(secret);
            });
            admin().get("/api/v1/budgets/" + budget)
                    .then()
                    .body("webhookUrl", equalTo(url))
                    .body(not(containsString(secret)));
        } finally {
            receiver.stop(0);
        }
    }

    @Test
    void aReceiverWhoseAnswerNeverEndsHoldsNothingUp() throws IOException {
        try (ServerSocket receiver = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            receiver.setSoTimeout(20_000);
            String webhook = "\"webhook\":{\"url\":\"http://127.0.0.1:%d/hook\",\"secret\":\"0123456789abcdef\"}"
                    .formatted(receiver.getLocalPort());
            create(user("ann"), "1", "\"thresholds\":[50]," + webhook);
            hours(11);
            checks.run();
            clock.stop(null); // what is due counts in real time
            try (Socket first = receiver.accept()) {
                answerWithoutEnd(first);
                create(user("ann"), "1", "\"thresholds\":[40]," + webhook);
                hours(11);
                checks.run();
                clock.stop(null);
                try (Socket second = receiver.accept()) {
                    answerWithoutEnd(second);
                }
            }
        }
    }

    /** Headers that promise a body, and nothing of it. */
    private static void answerWithoutEnd(Socket socket) throws IOException {
        socket.getOutputStream()
                .write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    @Test
    void theSignatureIsThatOfAnyHmac() {
        assertThat(WebhookDelivery.signature("0123456789abcdef", 1_700_000_000L, "{\"a\":1}"))
                .isEqualTo("t=1700000000,v1=9eb18f493f8ec135d9eb2dad817c369bb4e9cbfa818657897a7437c1cd8c3a23");
    }

    @Test
    void budgetsAreMadeOverGrpcAndSeenByTheirUser() {
        CreateBudgetRequest request = CreateBudgetRequest.newBuilder()
                .setIdempotencyKey("key-" + domain)
                .setSpec(BudgetSpec.newBuilder()
                        .setName("Ann's month")
                        .setScope(BudgetScope.newBuilder()
                                .setType(BudgetScopeType.BUDGET_SCOPE_TYPE_USER)
                                .setDomainId(domain)
                                .setName("ann"))
                        .setLimit(Money.newBuilder().setAmount("0.10").setCurrency("USD"))
                        .setEnforcement(BudgetEnforcement.BUDGET_ENFORCEMENT_REFUSE)
                        .setTimeZone("Asia/Tokyo"))
                .build();
        hours(3);
        try (GrpcClient admin = new GrpcClient(service, TestTokens.operator());
                GrpcClient member = new GrpcClient(service, TestTokens.user(domain, "ann"))) {
            Budget made = admin.stub(BudgetServiceGrpc::newBlockingStub)
                    .createBudget(request)
                    .getBudget();
            assertThat(admin.stub(BudgetServiceGrpc::newBlockingStub)
                            .createBudget(request)
                            .getBudget()
                            .getBudgetId())
                    .isEqualTo(made.getBudgetId());
            assertThat(made.getSpent().getAmount()).isEqualTo("0.15");
            assertThat(made.getSpec().getThresholdsList()).containsExactly(50, 80, 100);
            checks.run();
            assertThat(member.stub(BudgetServiceGrpc::newBlockingStub)
                            .listAlerts(ListAlertsRequest.getDefaultInstance())
                            .getAlertsList())
                    .extracting(dev.atelier.billing.v1.Alert::getThreshold)
                    .containsExactly(100, 80, 50);
            StatusRuntimeException refused = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> member.stub(BudgetServiceGrpc::newBlockingStub).createBudget(request));
            assertThat(GrpcErrors.toAtelier(refused).code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        }
        given().header("Authorization", "Bearer " + TestTokens.user(domain, "bob"))
                .get("/api/v1/alerts")
                .then()
                .statusCode(200)
                .body("items", hasSize(0));
    }

    @Test
    void wrongBudgetsAreRefusedByName() {
        admin().contentType("application/json")
                .body("""
                        {"name":"","scope":{"type":"user","name":"ann"},"limit":{"amount":"-1","currency":"usd"},
                         "rollingDays":1000,"thresholds":[0],"enforcement":"shout","grace":"P8D","maxInstances":-1,
                         "webhook":{"url":"http://example.org","secret":"short"}}
                        """)
                .post("/api/v1/budgets")
                .then()
                .statusCode(400)
                .body(
                        "errors.field",
                        contains(
                                "name",
                                "scope",
                                "limit.amount",
                                "limit.currency",
                                "rollingDays",
                                "thresholds",
                                "enforcement",
                                "grace",
                                "maxInstances",
                                "webhook.secret"));
        admin().get("/api/v1/budgets/bg-none").then().statusCode(404);
        admin().delete("/api/v1/budgets/bg-none").then().statusCode(204);
    }

    @Test
    void aBudgetIsChangedAndDeleted() {
        String budget = create(user("ann"), "1", "\"enforcement\":\"none\"");
        admin().contentType("application/json")
                .body("{\"name\":\"more\",\"scope\":%s,\"limit\":{\"amount\":\"2.50\",\"currency\":\"USD\"}}"
                        .formatted(user("ann")))
                .put("/api/v1/budgets/" + budget)
                .then()
                .statusCode(200)
                .body("limit.amount", equalTo("2.5"))
                .body("name", equalTo("more"));
        admin().delete("/api/v1/budgets/" + budget).then().statusCode(204);
        admin().get("/api/v1/budgets/" + budget).then().statusCode(404);
        admin().get("/api/v1/budgets/" + budget + "/audit-events")
                .then()
                .body("items.action", contains("deleted", "changed", "created"));
    }

    private void hours(int hours) {
        clock.stop(START.plus(Duration.ofHours(hours)));
    }

    private String user(String name) {
        return "{\"type\":\"user\",\"domainId\":\"%s\",\"name\":\"%s\"}".formatted(domain, name);
    }

    private String create(String scope, String amount, String more) {
        return admin().contentType("application/json")
                .body("{\"name\":\"test\",\"scope\":%s,\"limit\":{\"amount\":\"%s\",\"currency\":\"USD\"},%s}"
                        .formatted(scope, amount, more))
                .post("/api/v1/budgets")
                .then()
                .statusCode(201)
                .extract()
                .path("budgetId");
    }

    private ValidatableResponse alerts(String budget) {
        return admin().queryParam("budgetId", budget)
                .get("/api/v1/alerts")
                .then()
                .statusCode(200);
    }

    private ValidatableResponse post(String path, String body) {
        return admin().urlEncodingEnabled(false)
                .contentType("application/json")
                .body(body)
                .post("/api/v1/budgets/" + path)
                .then();
    }

    private AuthorizeLaunchResponse authorize(String user) {
        return authorize(ann.owner().toBuilder().setUserProfileName(user).build(), 1);
    }

    private AuthorizeLaunchResponse authorize(Owner owner, int count) {
        return studio.estimates()
                .authorizeLaunch(AuthorizeLaunchRequest.newBuilder()
                        .setOwner(owner)
                        .setInstanceType("ml.t3.medium")
                        .setComponent(Component.COMPONENT_STUDIO)
                        .setRegion("us-east-1")
                        .setInstanceCount(count)
                        .build());
    }

    private static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + TestTokens.operator());
    }
}
