package dev.atelier.billing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.atelier.billing.v1.CostFilter;
import dev.atelier.billing.v1.CostGrouping;
import dev.atelier.billing.v1.CostRow;
import dev.atelier.billing.v1.GetCostsRequest;
import dev.atelier.billing.v1.GetCostsResponse;
import dev.atelier.billing.v1.UsageEvent;
import dev.atelier.common.v1.Money;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The case that the product is measured by: notebook 1 at t0 on ml.t3.medium, notebook 2 an hour later on the same type,
 * notebook 3 two hours later on ml.m5.large, all shut after three hours.
 */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
class ReferenceCaseTest {
    private static final Instant T0 = Instant.parse("2026-03-02T09:00:00Z");

    @TestHTTPResource("/")
    URI service;

    private GrpcClient client;

    @BeforeEach
    void connect() {
        client = new GrpcClient(service, TestTokens.service("studio-service"));
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void overGrpc() {
        assertThat(client.record(events("d-grpc")).getAccepted()).isEqualTo(10);

        GetCostsResponse byType = costs("d-grpc", CostGrouping.COST_GROUPING_INSTANCE_TYPE);
        assertThat(byType.getRowsList())
                .containsExactly(
                        row("instance-type", "ml.m5.large", "0.115", 1, "0"),
                        row("instance-type", "ml.t3.medium", "0.15", 3, "0.1"));
        assertThat(byType.getTotalsList()).containsExactly(usd("0.265"));
        assertThat(byType.getStart().getSeconds()).isEqualTo(T0.getEpochSecond());

        GetCostsResponse byApp = costs("d-grpc", CostGrouping.COST_GROUPING_APP);
        assertThat(byApp.getTotalsList()).containsExactly(usd("0.265"));
        assertThat(byApp.getRowsList())
                .as("notebook 1 alone for an hour, then two hours half and half with notebook 2")
                .containsExactly(
                        row("app", "notebook-1", "0.1", 2, "0.05"),
                        row("app", "notebook-2", "0.05", 1, "0.05"),
                        row("app", "notebook-3", "0.115", 1, "0"));
    }

    @Test
    void overRest() {
        List<UsageEvent> events = events("d-rest");
        given().header("Authorization", "Bearer " + TestTokens.operator())
                .contentType("application/json")
                .body("{\"events\":["
                        + String.join(
                                ",",
                                events.stream().map(ReferenceCaseTest::json).toList()) + "]}")
                .post("/api/v1/usage-events")
                .then()
                .statusCode(200)
                .body("accepted", equalTo(10))
                .body("duplicates", equalTo(0));
        given().header("Authorization", "Bearer " + TestTokens.operator())
                .queryParam("groupBy", "user,instance-type")
                .queryParam("domainId", "d-rest")
                .queryParam("start", T0.toString())
                .queryParam("end", T0.plus(Duration.ofHours(3)).toString())
                .get("/api/v1/costs")
                .then()
                .statusCode(200)
                .body("rows", hasSize(2))
                .body("rows.group.user", contains("ann", "ann"))
                .body("rows.group.domain", contains("d-rest", "d-rest"))
                .body("rows.group.'instance-type'", contains("ml.m5.large", "ml.t3.medium"))
                .body("rows.cost.amount", contains("0.115", "0.15"))
                .body("rows.usage", contains("PT1H", "PT3H"))
                .body("rows.running", contains(false, false))
                .body("totals", hasSize(1))
                .body("totals[0].amount", equalTo("0.265"))
                .body("totals[0].currency", equalTo("USD"));
    }

    private static List<UsageEvent> events(String domain) {
        ProtoEvents t3 = ProtoEvents.studio(domain + "/i-t3", "ml.t3.medium", domain, "ann");
        ProtoEvents m5 = ProtoEvents.studio(domain + "/i-m5", "ml.m5.large", domain, "ann");
        Instant end = T0.plus(Duration.ofHours(3));
        return List.of(
                t3.started(T0),
                t3.joined(T0, "notebook-1"),
                t3.joined(T0.plus(Duration.ofHours(1)), "notebook-2"),
                m5.started(T0.plus(Duration.ofHours(2))),
                m5.joined(T0.plus(Duration.ofHours(2)), "notebook-3"),
                t3.left(end, "notebook-1"),
                t3.left(end, "notebook-2"),
                m5.left(end, "notebook-3"),
                t3.ended(end),
                m5.ended(end));
    }

    private GetCostsResponse costs(String domain, CostGrouping grouping) {
        return client.costs()
                .getCosts(GetCostsRequest.newBuilder()
                        .addGroupBy(grouping)
                        .setFilter(CostFilter.newBuilder().setDomainId(domain))
                        .build());
    }

    private static CostRow row(String grouping, String value, String cost, int hours, String saved) {
        return CostRow.newBuilder()
                .putGroup(grouping, value)
                .setCost(usd(cost))
                .setUsage(com.google.protobuf.Duration.newBuilder().setSeconds(hours * 3600L))
                .setIdleCost(usd("0"))
                .setSharingSaved(usd(saved))
                .setStorageGbMonths("0")
                .build();
    }

    private static Money usd(String amount) {
        return Money.newBuilder().setAmount(amount).setCurrency("USD").build();
    }

    private static String json(UsageEvent event) {
        String type = switch (event.getType()) {
            case USAGE_EVENT_TYPE_STARTED -> "started";
            case USAGE_EVENT_TYPE_ENDED -> "ended";
            case USAGE_EVENT_TYPE_MEMBER_JOINED -> "member-joined";
            case USAGE_EVENT_TYPE_MEMBER_LEFT -> "member-left";
            default -> throw new IllegalArgumentException(event.toString());
        };
        return """
                {"id":"%s","source":"%s","type":"%s","time":"%s","resourceId":"%s","component":"studio",
                 "instanceType":"%s","region":"us-east-1","owner":{"domainId":"%s","userProfileName":"%s"},
                 "memberId":"%s"}
                """.formatted(
                        event.getId(),
                        event.getSource(),
                        type,
                        Instant.ofEpochSecond(event.getTime().getSeconds()),
                        event.getResourceId(),
                        event.getInstanceType(),
                        event.getOwner().getDomainId(),
                        event.getOwner().getUserProfileName(),
                        event.getMemberId());
    }
}
