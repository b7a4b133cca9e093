package dev.atelier.billing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.FieldViolation;
import dev.atelier.api.error.GrpcErrors;
import dev.atelier.billing.v1.AuthorizeLaunchRequest;
import dev.atelier.billing.v1.AuthorizeLaunchResponse;
import dev.atelier.billing.v1.Component;
import dev.atelier.billing.v1.CostFilter;
import dev.atelier.billing.v1.CostGrouping;
import dev.atelier.billing.v1.EstimateCostRequest;
import dev.atelier.billing.v1.EstimateLine;
import dev.atelier.billing.v1.GetCostsRequest;
import dev.atelier.billing.v1.ListPricesRequest;
import dev.atelier.billing.v1.ListPricesResponse;
import dev.atelier.billing.v1.Price;
import dev.atelier.billing.v1.RecordUsageResponse;
import dev.atelier.billing.v1.UsageEvent;
import dev.atelier.billing.v1.UsageEventType;
import dev.atelier.common.v1.Owner;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
class ApiTest {
    private static final Instant T0 = Instant.parse("2026-03-02T09:00:00Z");

    @TestHTTPResource("/")
    URI service;

    private final String domain = "d-" + UUID.randomUUID();
    private GrpcClient studio;
    private GrpcClient ann;

    @BeforeEach
    void connect() {
        studio = new GrpcClient(service, TestTokens.service("studio-service"));
        ann = new GrpcClient(service, TestTokens.user(domain, "ann"));
    }

    @AfterEach
    void disconnect() {
        studio.close();
        ann.close();
    }

    @Test
    void everythingNeedsAToken() {
        for (String path : List.of("costs", "meters", "meters/events", "prices")) {
            given().get("/api/v1/" + path).then().statusCode(401).body("code", equalTo("unauthenticated"));
        }
        given().contentType("application/json")
                .body("{\"events\":[]}")
                .post("/api/v1/usage-events")
                .then()
                .statusCode(401);
        try (GrpcClient stranger = new GrpcClient(service, TestTokens.forged())) {
            refused(
                    ErrorCode.UNAUTHENTICATED,
                    () -> stranger.record(List.of(instance("ann").started(T0))));
            refused(ErrorCode.UNAUTHENTICATED, () -> stranger.costs().getCosts(GetCostsRequest.getDefaultInstance()));
        }
    }

    @Test
    void aMemberSeesTheOwnCostsOnly() {
        bill("ann", 1);
        bill("bob", 2);

        as(TestTokens.user(domain, "ann"))
                .queryParam("groupBy", "user")
                .get("/api/v1/costs")
                .then()
                .statusCode(200)
                .body("rows.group.user", contains("ann"))
                .body("totals.amount", contains("0.05"));
        as(TestTokens.user(domain, "ann"))
                .queryParam("userProfileName", "bob")
                .get("/api/v1/costs")
                .then()
                .statusCode(403)
                .body("code", equalTo("permission-denied"));
        refused(
                ErrorCode.PERMISSION_DENIED,
                () -> ann.costs()
                        .getCosts(GetCostsRequest.newBuilder()
                                .setFilter(CostFilter.newBuilder().setDomainId("another"))
                                .build()));
        as(TestTokens.service("autopilot-service", domain, "bob"))
                .queryParam("groupBy", "user")
                .get("/api/v1/costs")
                .then()
                .statusCode(200)
                .body("rows.group.user", contains("bob"));
        as(TestTokens.viewer("auditor"))
                .queryParam("groupBy", "user")
                .queryParam("domainId", domain)
                .get("/api/v1/costs")
                .then()
                .statusCode(200)
                .body("rows.group.user", contains("ann", "bob"))
                .body("rows.cost.amount", contains("0.05", "0.1"))
                .body("totals.amount", contains("0.15"));
    }

    @Test
    void onlyServicesAndAdministratorsRecordUsage() {
        refused(
                ErrorCode.PERMISSION_DENIED,
                () -> ann.record(List.of(instance("ann").started(T0))));
        as(TestTokens.viewer("auditor"))
                .contentType("application/json")
                .body("{\"events\":[" + event("e-1", "started") + "]}")
                .post("/api/v1/usage-events")
                .then()
                .statusCode(403);
    }

    @Test
    void aWrongEventIsNamedAndNothingOfItsBatchIsRecorded() {
        UsageEvent good = instance("ann").started(T0);
        UsageEvent wrong = instance("ann")
                .event(UsageEventType.USAGE_EVENT_TYPE_STARTED, T0, "")
                .setId("")
                .setComponentValue(77)
                .build();
        AtelierException error = refused(ErrorCode.VALIDATION, () -> studio.record(List.of(good, wrong)));
        assertThat(error.violations())
                .extracting(FieldViolation::field)
                .containsExactly("events[1].id", "events[1].component");
        assertThat(studio.record(List.of(good)).getAccepted())
                .as("it was not there")
                .isEqualTo(1);

        as(TestTokens.operator())
                .contentType("application/json")
                .body("{\"events\":[" + event("e-1", "started") + "," + event("e-2", "exploded") + "]}")
                .post("/api/v1/usage-events")
                .then()
                .statusCode(400)
                .body("code", equalTo("validation"))
                .body("errors.field", contains("events[1].type"));
        as(TestTokens.operator())
                .contentType("application/json")
                .body("{\"events\":[],\"more\":1}")
                .post("/api/v1/usage-events")
                .then()
                .statusCode(400)
                .body("detail", containsString("more"));
    }

    @Test
    void aConflictIsReported() {
        UsageEvent started = instance("ann").started(T0);
        studio.record(List.of(started));
        RecordUsageResponse again = studio.record(
                List.of(started, started.toBuilder().setInstanceCount(9).build()));
        assertThat(again.getAccepted()).isZero();
        assertThat(again.getDuplicates()).isEqualTo(1);
        assertThat(again.getConflictsList()).hasSize(1);
        assertThat(again.getConflicts(0).getId()).isEqualTo(started.getId());

        as(TestTokens.operator())
                .contentType("application/json")
                .body("{\"events\":[" + event("e-1", "started") + "]}")
                .post("/api/v1/usage-events")
                .then()
                .statusCode(200)
                .body("accepted", equalTo(1));
        as(TestTokens.operator())
                .contentType("application/json")
                .body("{\"events\":[" + event("e-2", "ended") + "," + event("e-1", "ended") + "]}")
                .post("/api/v1/usage-events")
                .then()
                .statusCode(409)
                .body("code", equalTo("conflict"))
                .body("errors.field", contains("events[1]"));
        as(TestTokens.operator())
                .contentType("application/json")
                .body("{\"events\":[" + event("e-2", "ended") + "]}")
                .post("/api/v1/usage-events")
                .then()
                .statusCode(200)
                .body("duplicates", equalTo(1));
    }

    @Test
    void aLongStreamIsRecordedWhole() {
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < 2500; i++) {
            events.add(instance("ann").heartbeat(T0.plusSeconds(i)));
        }
        assertThat(studio.record(events).getAccepted()).isEqualTo(2500);
    }

    @Test
    void oneMessageMayCarryManyEvents() {
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < 2500; i++) {
            events.add(instance("ann").heartbeat(T0.plusSeconds(i)));
        }
        assertThat(studio.recordTogether(events).getAccepted()).isEqualTo(2500);
        assertThat(studio.recordTogether(events).getDuplicates()).isEqualTo(2500);
        refused(ErrorCode.VALIDATION, () -> studio.recordTogether(List.of()));
    }

    @Test
    void anUnknownPriceIsAnErrorThatNamesItsKey() {
        ProtoEvents unheard = ProtoEvents.studio(domain + "/x", "ml.unheard-of", domain, "ann");
        studio.record(List.of(unheard.started(T0), unheard.ended(T0.plusSeconds(60))));
        as(TestTokens.operator())
                .queryParam("domainId", domain)
                .get("/api/v1/costs")
                .then()
                .statusCode(422)
                .body("code", equalTo("unknown-price"))
                .body(
                        "detail",
                        containsString("instance type 'ml.unheard-of', component 'studio', region 'us-east-1'"));
        as(TestTokens.operator())
                .contentType("application/json")
                .body(
                        "{\"lines\":[{\"instanceType\":\"ml.unheard-of\",\"component\":\"hosting\",\"duration\":\"PT1H\"}]}")
                .post("/api/v1/estimates")
                .then()
                .statusCode(422)
                .body("detail", containsString("'ml.unheard-of', component 'hosting'"));
        AtelierException error = refused(
                ErrorCode.UNKNOWN_PRICE, () -> studio.estimates().authorizeLaunch(launch("ml.unheard-of", "ann")));
        assertThat(error.detail()).contains("ml.unheard-of");
    }

    @Test
    void timeBeforeTheFirstPriceIsAskedForAsLongAsNothingRanThen() {
        bill("ann", 1);
        as(TestTokens.operator())
                .get("/api/v1/costs?start=2019-01-01T00:00:00Z&domainId=" + domain)
                .then()
                .statusCode(200)
                .body("totals.amount", contains("0.05"));
        as(TestTokens.operator())
                .get("/api/v1/exports/focus/validation?start=2018-01-01T00:00:00Z&end=2018-02-01T00:00:00Z")
                .then()
                .statusCode(200)
                .body("rows", equalTo(0));
        ProtoEvents early = ProtoEvents.studio(domain + "/early", "ml.t3.medium", domain, "ann");
        Instant then = Instant.parse("2019-06-01T00:00:00Z");
        studio.record(List.of(early.started(then), early.ended(then.plusSeconds(60))));
        as(TestTokens.operator())
                .get("/api/v1/costs?start=2019-01-01T00:00:00Z&domainId=" + domain)
                .then()
                .statusCode(422)
                .body("code", equalTo("unknown-price"));
    }

    @Test
    void whatIsFreeCostsNothing() {
        ProtoEvents free = ProtoEvents.studio(domain + "/free", "system", domain, "ann");
        studio.record(List.of(free.started(T0), free.ended(T0.plusSeconds(3600))));
        as(TestTokens.operator())
                .queryParam("domainId", domain)
                .get("/api/v1/costs")
                .then()
                .statusCode(200)
                .body("rows", hasSize(1))
                .body("rows[0].cost.amount", equalTo("0"))
                .body("rows[0].usage", equalTo("PT1H"));
    }

    @Test
    void aLaunchIsAuthorizedWithItsPrice() {
        AuthorizeLaunchResponse answer = studio.estimates().authorizeLaunch(launch("ml.m5.large", "ann"));
        assertThat(answer.getAllowed()).isTrue();
        assertThat(answer.getReason()).isEmpty();
        assertThat(answer.getPricePerHour().getAmount()).isEqualTo("0.115");
        refused(ErrorCode.PERMISSION_DENIED, () -> ann.estimates().authorizeLaunch(launch("ml.m5.large", "bob")));
    }

    @Test
    void estimatesAddUp() {
        as(TestTokens.user(domain, "ann"))
                .contentType("application/json")
                .body("""
                        {"lines":[
                          {"instanceType":"ml.t3.medium","component":"studio","duration":"PT8H"},
                          {"instanceType":"ml.m5.large","component":"training","region":"ap-northeast-1",
                           "instanceCount":2,"duration":"PT30M"}]}
                        """)
                .post("/api/v1/estimates")
                .then()
                .statusCode(200)
                .body("lines.cost.amount", contains("0.4", "0.149"))
                .body("lines.pricePerHour.amount", contains("0.05", "0.298"))
                .body("lines.estimated", contains(false, true))
                .body("estimated", equalTo(true))
                .body("lines.region", contains("us-east-1", "ap-northeast-1"))
                .body("total.amount", equalTo("0.549"));
        AtelierException error = refused(
                ErrorCode.VALIDATION,
                () -> ann.estimates()
                        .estimateCost(EstimateCostRequest.newBuilder()
                                .addLines(EstimateLine.newBuilder().setInstanceType("ml.t3.medium"))
                                .build()));
        assertThat(error.violations())
                .extracting(FieldViolation::field)
                .containsExactly("lines[0].component", "lines[0].duration");
    }

    @Test
    void pricesAreListedInPages() {
        List<Price> prices = new ArrayList<>();
        ListPricesResponse page = ListPricesResponse.getDefaultInstance();
        do {
            page = ann.prices()
                    .listPrices(ListPricesRequest.newBuilder()
                            .setRegion("ap-northeast-1")
                            .setComponent(Component.COMPONENT_STUDIO)
                            .setPageSize(20)
                            .setPageToken(page.getNextPageToken())
                            .build());
            prices.addAll(page.getPricesList());
        } while (!page.getNextPageToken().isEmpty());
        assertThat(prices).hasSize(54).doesNotHaveDuplicates().allMatch(Price::getEstimated);
        as(TestTokens.operator())
                .queryParam("instanceType", "ml.t3.medium")
                .queryParam("region", "us-east-1")
                .get("/api/v1/prices")
                .then()
                .statusCode(200)
                .body("items.component", contains("processing", "studio"))
                .body("items[1].pricePerHour.amount", equalTo("0.05"))
                .body("items[1].priceBook", equalTo("aws-sagemaker"));
    }

    @Test
    void wrongQuestionsAreRefusedByName() {
        badRequest("/api/v1/costs?groupBy=user,colour", "groupBy");
        badRequest("/api/v1/costs?start=yesterday", "start");
        badRequest("/api/v1/costs?start=2026-03-02T09:00:00Z&end=2026-03-02T09:00:00Z", "start");
        badRequest("/api/v1/costs?component=kitchen", "component");
        badRequest("/api/v1/costs?colour=red", "colour");
        badRequest("/api/v1/meters?pageSize=1000", "pageSize");
        badRequest("/api/v1/prices?component=kitchen", "component");
        refused(
                ErrorCode.VALIDATION,
                () -> studio.costs()
                        .getCosts(GetCostsRequest.newBuilder()
                                .addGroupBy(CostGrouping.COST_GROUPING_UNSPECIFIED)
                                .build()));
    }

    private void badRequest(String path, String field) {
        as(TestTokens.operator())
                .get(path)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("validation"))
                .body("errors.field", hasItem(field));
    }

    private void bill(String user, int hours) {
        ProtoEvents events = instance(user);
        studio.record(List.of(events.started(T0), events.ended(T0.plus(Duration.ofHours(hours)))));
    }

    private ProtoEvents instance(String user) {
        return ProtoEvents.studio(domain + "/" + user, "ml.t3.medium", domain, user);
    }

    private AuthorizeLaunchRequest launch(String instanceType, String user) {
        return AuthorizeLaunchRequest.newBuilder()
                .setOwner(Owner.newBuilder().setDomainId(domain).setUserProfileName(user))
                .setInstanceType(instanceType)
                .setComponent(Component.COMPONENT_STUDIO)
                .setRegion("us-east-1")
                .build();
    }

    private String event(String id, String type) {
        return """
                {"id":"%s","source":"%s","type":"%s","time":"2026-03-02T09:00:00Z","resourceId":"%s","component":"studio",
                 "instanceType":"ml.t3.medium","region":"us-east-1","owner":{"domainId":"%s"}}
                """.formatted(id, domain, type, domain + "/rest", domain);
    }

    private static RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    private static AtelierException refused(ErrorCode code, ThrowingCallable call) {
        AtelierException error = GrpcErrors.toAtelier(catchThrowableOfType(StatusRuntimeException.class, call));
        assertThat(error.code()).isEqualTo(code);
        return error;
    }
}
