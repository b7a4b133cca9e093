package dev.atelier.studio.usage;

import static dev.atelier.studio.StudioApi.awaitStatus;
import static dev.atelier.studio.StudioApi.kernelApp;
import static dev.atelier.studio.StudioApi.operator;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.atelier.billing.v1.CostFilter;
import dev.atelier.billing.v1.CostGrouping;
import dev.atelier.billing.v1.CostServiceGrpc;
import dev.atelier.billing.v1.GetCostsRequest;
import dev.atelier.billing.v1.GetCostsResponse;
import dev.atelier.common.v1.Money;
import dev.atelier.studio.StudioApi;
import dev.atelier.studio.StudioResource;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/**
 * The case that the product is measured by, from Studio's own events to the bill of a real billing-service: notebook 1 at t0 on
 * ml.t3.medium, notebook 2 an hour later on the same type, notebook 3 two hours later on ml.m5.large, all shut after three hours.
 */
@QuarkusTest
@TestProfile(ReferenceCaseIT.StandingClock.class)
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SecurityResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(
        value = StudioResource.class,
        initArgs = @ResourceArg(name = "python", value = "true"),
        restrictToAnnotatedClass = true)
@QuarkusTestResource(value = BillingResource.class, restrictToAnnotatedClass = true)
class ReferenceCaseIT {
    private static final Duration HOUR = Duration.ofHours(1);

    @Inject
    MutableClock clock;

    @GrpcClient("billing")
    CostServiceGrpc.CostServiceBlockingStub costs;

    @Inject
    DataSource database;

    @ConfigProperty(name = BillingResource.PORT)
    int billingPort;

    @Test
    void threeHoursOfOneTypeAndOneOfAnotherAreBilledToTheCent() {
        String domain = StudioApi.domain();
        String profile = StudioApi.profile(domain, "ann");

        String first = kernelApp(profile, "notebook-1", "ml.t3.medium");
        clock.advance(HOUR);
        String second = kernelApp(profile, "notebook-2", "ml.t3.medium");
        clock.advance(HOUR);
        String third = kernelApp(profile, "notebook-3", "ml.m5.large");
        assertThat((String) operator().get(third).path("pricePerHour.amount")).isEqualTo("0.115");
        clock.advance(HOUR);
        List<String> apps = List.of(first, second, third);
        apps.forEach(app -> awaitTold(id(app), false));
        apps.forEach(app -> operator().delete(app).then().statusCode(204));
        apps.forEach(app -> awaitStatus(app, "Deleted"));

        await("the whole bill").atMost(Duration.ofSeconds(40)).untilAsserted(() -> {
            JsonPath bill = restBill(domain, "user,instance-type");
            assertThat(bill.getList("rows.running")).containsOnly(false);
            assertThat(bill.getList("rows.group.'instance-type'")).containsExactly("ml.m5.large", "ml.t3.medium");
            assertThat(bill.getList("rows.group.user")).containsOnly("ann");
            assertThat(bill.getList("rows.usage")).containsExactly("PT1H", "PT3H");
            assertThat(bill.getList("rows.cost.amount")).containsExactly("0.115", "0.15");
            assertThat(bill.getList("rows.idleCost.amount"))
                    .as("nothing computed in them")
                    .containsExactly("0.115", "0.15");
            assertThat(bill.getList("totals.amount")).containsExactly("0.265");
            assertThat(bill.getList("totals.currency")).containsExactly("USD");
        });

        GetCostsResponse bill = costs.getCosts(GetCostsRequest.newBuilder()
                .addGroupBy(CostGrouping.COST_GROUPING_INSTANCE_TYPE)
                .setFilter(CostFilter.newBuilder().setDomainId(domain).setTeam("research"))
                .build());
        assertThat(bill.getTotalsList())
                .containsExactly(
                        Money.newBuilder().setAmount("0.265").setCurrency("USD").build());
        assertThat(bill.getRowsList())
                .extracting(
                        row -> row.getGroupMap().get("instance-type"),
                        row -> row.getCost().getAmount(),
                        row -> row.getUsage().getSeconds())
                .containsExactly(tuple("ml.m5.large", "0.115", 3600L), tuple("ml.t3.medium", "0.15", 10_800L));

        JsonPath byApp = restBill(domain, "app");
        List<String> names = byApp.getList("rows.group.app");
        List<String> amounts = byApp.getList("rows.cost.amount");
        Map<String, String> share =
                IntStream.range(0, names.size()).boxed().collect(Collectors.toMap(names::get, amounts::get));
        assertThat(share)
                .as("notebook 1 alone for an hour, then two hours half and half with notebook 2")
                .isEqualTo(Map.of(id(first), "0.1", id(second), "0.05", id(third), "0.115"));
    }

    /** Half an hour waiting, half an hour computing, half an hour forgotten. */
    @Test
    void whatANotebookDoesNotComputeIsIdleToTheCent() {
        Duration half = Duration.ofMinutes(30);
        String domain = StudioApi.domain();
        String profile = StudioApi.profile(domain, "bea");
        String kernel = operator()
                .body(Map.of("domainId", domain, "userProfileName", "bea", "instanceType", "ml.t3.medium"))
                .post("/api/v1/kernels")
                .then()
                .statusCode(201)
                .extract()
                .path("kernelId");
        awaitState(kernel, "idle");
        String app = profile + "/apps/KernelGateway/"
                + operator().get("/api/v1/kernels/" + kernel).path("appName");
        awaitTold(id(app), false);
        clock.advance(half);

        Thread execution = Thread.ofVirtual()
                .start(() -> operator()
                        .urlEncodingEnabled(false)
                        .body(Map.of("code", "import os, time\nwhile not os.path.exists('go'): time.sleep(0.05)"))
                        .post("/api/v1/kernels/" + kernel + ":execute"));
        awaitState(kernel, "busy");
        clock.advance(half);
        awaitTold(id(app), true);
        operator()
                .contentType("text/plain")
                .body("!")
                .put(profile + "/home/files/go")
                .then()
                .statusCode(200);
        awaitState(kernel, "idle");
        clock.advance(half);
        awaitTold(id(app), false);
        operator().delete(app).then().statusCode(204);
        awaitStatus(app, "Deleted");

        await("the bill").atMost(Duration.ofSeconds(40)).untilAsserted(() -> {
            JsonPath bill = restBill(domain, "user");
            assertThat(bill.getList("rows.running")).containsOnly(false);
            assertThat(bill.getList("rows.cost.amount")).containsExactly("0.075");
            assertThat(bill.getList("rows.idleCost.amount")).containsExactly("0.05");
        });
        JsonPath advice = billing("/api/v1/advice", domain);
        assertThat(advice.getList("items.kind")).contains("idle");
        assertThat(advice.getString("items.find { it.kind == 'idle' }.evidence"))
                .contains("0.05 of 0.075");
        assertThat(execution.isAlive()).isFalse();
    }

    private void awaitState(String kernel, String state) {
        await(state)
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        state.equals(operator().get("/api/v1/kernels/" + kernel).path("executionState")));
    }

    private void awaitTold(String appId, boolean busy) {
        await("that billing is told").atMost(Duration.ofSeconds(30)).until(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement told =
                            connection.prepareStatement("select 1 from app_activity where app_id = ? and busy = ?")) {
                told.setString(1, appId);
                told.setBoolean(2, busy);
                return told.executeQuery().next();
            }
        });
    }

    private static String id(String app) {
        return operator().get(app).path("appId");
    }

    private JsonPath restBill(String domain, String groupBy) {
        return billing("/api/v1/costs?groupBy=" + groupBy, domain);
    }

    private JsonPath billing(String path, String domain) {
        return given().baseUri("http://127.0.0.1:" + billingPort)
                .port(billingPort)
                .header("Authorization", "Bearer " + TestTokens.operator())
                .queryParam("domainId", domain)
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    public static class StandingClock implements QuarkusTestProfile {
        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(MutableClock.class);
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            // a token that was made when the test began is still good at its end
            return Map.of("atelier.security.service-token-ttl", "PT6H");
        }
    }
}
