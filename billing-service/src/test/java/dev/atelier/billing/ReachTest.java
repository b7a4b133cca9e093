package dev.atelier.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import dev.atelier.testing.reach.Callers;
import dev.atelier.testing.reach.GrpcProbe;
import dev.atelier.testing.reach.Probe;
import dev.atelier.testing.reach.ReachTable;
import dev.atelier.testing.reach.RestProbe;
import dev.atelier.testing.reach.Routes;
import dev.atelier.testing.reach.Verdict;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A user's token shows nothing of another user's usage and costs: over every operation and every gRPC method. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
class ReachTest {
    private static final String OWNED = "?domainId={domainId}&userProfileName={userProfileName}";
    private static final String OWNER = "domain_id: '<domainId>' user_profile_name: '<userProfileName>'";
    private static final String BOOK = """
            instance_type,vcpu,memory_gib,gpu,region,component,currency,price_per_hour,source,as_of
            rack-7,2,8,0,us-east-1,studio,USD,1.00,test,2026-01-01
            """;

    @TestHTTPResource("/")
    URI server;

    @Inject
    @Any
    Instance<BindableService> services;

    private final Map<String, String> names = new HashMap<>();
    private ReachTable table;

    @BeforeEach
    void usage() {
        String mark = UUID.randomUUID().toString();
        Callers callers = new Callers("d-" + mark, "ann", "bob", "d-other-" + mark);
        names.put("domainId", callers.domainId());
        names.put("userProfileName", callers.owner());
        names.put("resourceId", "i-" + mark);
        names.put("mark", mark);
        RestProbe started = to("POST /api/v1/usage-events").json(started("s-<mark>"));
        assertThat(started.ask(TestTokens.operator()).verdict()).isEqualTo(Verdict.ALLOWED);
        names.put(
                "priceBookId",
                RestAssured.given()
                        .header("Authorization", "Bearer " + TestTokens.operator())
                        .contentType("text/csv")
                        .body(BOOK)
                        .post("/api/v1/price-books?name=reach-" + mark)
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("priceBookId"));
        names.put(
                "budgetId",
                RestAssured.given()
                        .header("Authorization", "Bearer " + TestTokens.operator())
                        .contentType("application/json")
                        .body(Map.of(
                                "name",
                                "of-ann",
                                "scope",
                                Map.of("type", "user", "domainId", callers.domainId(), "name", callers.owner()),
                                "limit",
                                Map.of("amount", "5", "currency", "USD")))
                        .post("/api/v1/budgets")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("budgetId"));
        table = new ReachTable(callers, names, Set.of("resourceId", "budgetId"));
    }

    private static String started(String id) {
        return "{'events':[{'id':'" + id + "','source':'reach','type':'started','time':'2026-03-02T09:00:00Z',"
                + "'resourceId':'<resourceId>','component':'studio','instanceType':'ml.t3.medium',"
                + "'region':'us-east-1','owner':{'domainId':'<domainId>','userProfileName':'<userProfileName>'}}]}";
    }

    private RestProbe to(String route) {
        return RestProbe.of(server, names, route);
    }

    @Test
    void overRest() {
        table.filtered(to("GET /api/v1/costs").query("?groupBy=resource"), "{resourceId}");
        table.denied(to("GET /api/v1/costs").query(OWNED));
        table.row(
                to("GET /api/v1/costs").query("?domainId={domainId}"),
                Verdict.ALLOWED,
                Verdict.DENIED,
                Verdict.ALLOWED);
        table.filtered(to("GET /api/v1/meters"), "{resourceId}");
        table.denied(to("GET /api/v1/meters").query(OWNED));
        table.filtered(to("GET /api/v1/meters/events"), "{resourceId}");
        table.denied(to("GET /api/v1/meters/events").query(OWNED));
        table.everyones(to("GET /api/v1/prices"));
        table.everyones(to("POST /api/v1/estimates")
                .json("{'lines':[{'instanceType':'ml.t3.medium','component':'studio','duration':'PT1H'}]}"));
        table.everyones(to("POST /api/v1/estimates:compare").json("{'vcpu':2,'component':'studio','duration':'PT1H'}"));
        table.denied(to("GET /api/v1/forecasts").query(OWNED));
        table.denied(to("GET /api/v1/advice").query(OWNED));
        table.everyones(to("GET /api/v1/price-books"));
        table.everyones(to("GET /api/v1/price-books/{priceBookId}"));
        table.everyones(to("GET /api/v1/price-books/{priceBookId}/changes"));
        table.administrators(
                to("POST /api/v1/price-books").query("?name=more-{mark}").body("text/csv", BOOK), Verdict.ALLOWED);
        table.administrators(
                to("POST /api/v1/price-books/{priceBookId}:activate").json("{}"), Verdict.ALLOWED);
        table.administrators(to("POST /api/v1/usage-events").json(started("s-<mark>")), Verdict.ALLOWED);
        String budget = "{'name':'more','scope':{'type':'user','domainId':'<domainId>','name':'<userProfileName>'},"
                + "'limit':{'amount':'7','currency':'USD'}}";
        table.filtered(to("GET /api/v1/budgets"), "{budgetId}");
        table.hidden(to("GET /api/v1/budgets/{budgetId}"));
        table.everyones(to("GET /api/v1/alerts"));
        table.everyones(to("GET /api/v1/alerts").query("?budgetId={budgetId}"));
        table.administrators(to("GET /api/v1/budgets/{budgetId}/audit-events"), Verdict.ALLOWED);
        table.administrators(to("POST /api/v1/budgets").json(budget), Verdict.ALLOWED);
        table.administrators(to("PUT /api/v1/budgets/{budgetId}").json(budget), Verdict.ALLOWED);
        table.administrators(to("POST /api/v1/budgets/{budgetId}:override").json("{'reason':'test'}"), Verdict.ALLOWED);
        table.administrators(to("DELETE /api/v1/budgets/{budgetId}"), Verdict.ALLOWED);
        table.administrators(to("GET /api/v1/exports/focus"), Verdict.ALLOWED);
        table.administrators(to("GET /api/v1/exports/focus/validation"), Verdict.ALLOWED);
        table.administrators(to("GET /api/v1/usage-events").query("?resourceId={resourceId}"), Verdict.ALLOWED);
        table.administrators(to("GET /api/v1/usage-sources"), Verdict.ALLOWED);
        table.administrators(to("POST /api/v1/usage-sources:heartbeat").json("{'source':'reach'}"), Verdict.ALLOWED);
        table.administrators(
                to("POST /api/v1/cloud-events").body("application/cloudevents+json", """
                        {"specversion":"1.0","id":"s-{mark}","source":"reach","type":"dev.atelier.usage.started",
                         "subject":"{resourceId}","time":"2026-03-02T09:00:00Z","data":{"component":"studio",
                         "instanceType":"ml.t3.medium","region":"us-east-1",
                         "owner":{"domainId":"{domainId}","userProfileName":"{userProfileName}"}}}"""), Verdict.ALLOWED);
        table.administrators(
                to("POST /api/v1/usage-corrections")
                        .json("{'resourceId':'<resourceId>','reverses':[{'source':'reach','id':'s-<mark>'}],"
                                + "'reason':'test'}"),
                Verdict.ALLOWED);
        table.administrators(to("POST /api/v1/ledger:check"), Verdict.ALLOWED);
        table.check(Routes.rest(server));
    }

    @Test
    void overGrpc() {
        ManagedChannel channel = ManagedChannelBuilder.forAddress(server.getHost(), server.getPort())
                .usePlaintext()
                .build();
        try {
            Map<String, MethodDescriptor<?, ?>> methods = Routes.grpc(services);
            grpc(new Grpc(channel, names, methods));
            table.check(methods.keySet());
        } finally {
            channel.shutdownNow();
        }
    }

    private record Grpc(
            ManagedChannel channel, Map<String, String> names, Map<String, MethodDescriptor<?, ?>> methods) {
        Probe to(String method, String... requests) {
            MethodDescriptor<?, ?> found = methods.get("atelier.billing.v1." + method);
            assertThat(found).as(method).isNotNull();
            return new GrpcProbe(channel, names, found, List.of(requests));
        }
    }

    private void grpc(Grpc grpc) {
        String owned = "filter { " + OWNER + " }";
        table.filtered(grpc.to("CostService/GetCosts", "group_by: COST_GROUPING_RESOURCE"), "{resourceId}");
        table.denied(grpc.to("CostService/GetCosts", owned));
        table.filtered(grpc.to("CostService/ListMeters", ""), "{resourceId}");
        table.denied(grpc.to("CostService/ListMeters", owned));
        table.filtered(grpc.to("CostService/WatchMeters", ""), "{resourceId}");
        table.denied(grpc.to("CostService/WatchMeters", owned));
        table.everyones(grpc.to("PriceService/ListPrices", ""));
        table.everyones(grpc.to(
                "EstimateService/EstimateCost",
                "lines { instance_type: 'ml.t3.medium' component: COMPONENT_STUDIO duration { seconds: 3600 } }"));
        table.denied(grpc.to(
                "EstimateService/AuthorizeLaunch",
                "owner { " + OWNER + " } instance_type: 'ml.t3.medium' component: COMPONENT_STUDIO"));
        table.everyones(grpc.to(
                "PlanningService/CompareInstanceTypes",
                "vcpu: 2 component: COMPONENT_STUDIO duration { seconds: 3600 }"));
        table.denied(grpc.to("PlanningService/ForecastMonth", owned));
        table.denied(grpc.to("PlanningService/GetAdvice", owned));
        table.filtered(
                grpc.to("ResourceCostService/GetResourceCosts", "subjects { resource_id: '<resourceId>' }"),
                "cost_so_far");
        String spec = "spec { name: 'more' limit { amount: '7' currency: 'USD' } scope { type: BUDGET_SCOPE_TYPE_USER"
                + " domain_id: '<domainId>' name: '<userProfileName>' } } ";
        String budget = "budget_id: '<budgetId>' ";
        table.filtered(grpc.to("BudgetService/ListBudgets", ""), "{budgetId}");
        table.hidden(grpc.to("BudgetService/GetBudget", budget));
        table.everyones(grpc.to("BudgetService/ListAlerts", budget));
        table.administrators(grpc.to("BudgetService/ListBudgetEvents", budget), Verdict.ALLOWED);
        table.administrators(grpc.to("BudgetService/CreateBudget", spec), Verdict.ALLOWED);
        table.administrators(grpc.to("BudgetService/UpdateBudget", budget + spec), Verdict.ALLOWED);
        table.administrators(grpc.to("BudgetService/OverrideBudget", budget + "reason: 'test'"), Verdict.ALLOWED);
        table.administrators(grpc.to("BudgetService/DeleteBudget", budget), Verdict.ALLOWED);
        table.administrators(grpc.to("ExportService/ExportFocus", ""), Verdict.ALLOWED);
        table.administrators(grpc.to("ExportService/ValidateFocus", ""), Verdict.ALLOWED);
        String book = "price_book_id: '<priceBookId>'";
        table.everyones(grpc.to("PriceBookService/GetPriceBook", book));
        table.everyones(grpc.to("PriceBookService/ListPriceBooks", ""));
        table.everyones(grpc.to("PriceBookService/ListPriceChanges", book));
        table.administrators(
                grpc.to(
                        "PriceBookService/ImportPriceBook",
                        "name: 'more-<mark>' format: PRICE_BOOK_FORMAT_CSV content: '" + BOOK.replace("\n", "\\n")
                                + "'"),
                Verdict.ALLOWED);
        table.administrators(grpc.to("PriceBookService/ActivatePriceBook", book), Verdict.ALLOWED);
        table.administrators(grpc.to("UsageSourceService/RecordHeartbeat", "source: 'reach'"), Verdict.ALLOWED);
        table.administrators(grpc.to("UsageSourceService/ListUsageSources", ""), Verdict.ALLOWED);
        table.administrators(grpc.to("LedgerIntegrityService/CheckLedger", ""), Verdict.ALLOWED);
        String resource = "resource_id: '<resourceId>' ";
        table.administrators(grpc.to("UsageCorrectionService/ListUsageEvents", resource), Verdict.ALLOWED);
        table.administrators(
                grpc.to(
                        "UsageCorrectionService/CorrectUsage",
                        resource + "reverses { source: 'reach' id: 's-<mark>' } reason: 'test'"),
                Verdict.ALLOWED);
        table.administrators(
                grpc.to(
                        "UsageService/RecordUsage",
                        "event { id: 's-<mark>' source: 'reach' type: USAGE_EVENT_TYPE_STARTED"
                                + " time { seconds: 1772442000 } resource_id: '<resourceId>'"
                                + " component: COMPONENT_STUDIO instance_type: 'ml.t3.medium' instance_count: 1"
                                + " region: 'us-east-1' owner { " + OWNER + " } }"),
                Verdict.ALLOWED);
    }
}
