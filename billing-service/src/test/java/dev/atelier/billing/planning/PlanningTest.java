package dev.atelier.billing.planning;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import dev.atelier.billing.GrpcClient;
import dev.atelier.billing.ProtoEvents;
import dev.atelier.billing.TestClock;
import dev.atelier.billing.v1.CompareInstanceTypesRequest;
import dev.atelier.billing.v1.CompareInstanceTypesResponse;
import dev.atelier.billing.v1.Component;
import dev.atelier.billing.v1.CostFilter;
import dev.atelier.billing.v1.ForecastBasis;
import dev.atelier.billing.v1.ForecastMonthRequest;
import dev.atelier.billing.v1.ForecastMonthResponse;
import dev.atelier.billing.v1.InstanceTypeOption;
import dev.atelier.billing.v1.PlanningServiceGrpc;
import dev.atelier.billing.v1.UsageEvent;
import dev.atelier.billing.v1.UsageEventType;
import dev.atelier.billing.v1.WeeklySchedule;
import dev.atelier.common.v1.Owner;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On ml.t3.medium at 0.05 an hour. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
class PlanningTest {
    private static final Instant NOW = Instant.parse("2026-03-16T12:00:00Z");

    @TestHTTPResource("/")
    URI service;

    @Inject
    TestClock clock;

    private final String domain = "d-" + UUID.randomUUID();
    private final List<UsageEvent> ends = new ArrayList<>();
    private GrpcClient studio;

    @BeforeEach
    void start() {
        clock.stop(NOW);
        studio = new GrpcClient(service, TestTokens.service("studio-service"));
    }

    @AfterEach
    void stop() {
        studio.record(ends);
        studio.close();
        clock.stop(null);
    }

    @Test
    void aWeeklyScheduleIsPricedByItsHours() {
        post("estimates", """
                {"lines":[
                  {"instanceType":"ml.t3.medium","component":"studio","instanceCount":2,
                   "schedule":{"windows":["Mon-Fri 09:00-18:00"],"timeZone":"Europe/Berlin","from":"2026-03-01","until":"2026-04-01"}},
                  {"instanceType":"ml.t3.medium","component":"studio","duration":"PT10H"}]}
                """)
                .statusCode(200)
                .body("lines[0].duration", equalTo("PT198H"))
                .body("lines.cost.amount", contains("19.8", "0.5"))
                .body("total.amount", equalTo("20.3"));
        post("estimates", """
                {"lines":[
                  {"instanceType":"ml.t3.medium","component":"studio","duration":"PT1H",
                   "schedule":{"windows":["Mon 09:00-18:00"]}},
                  {"instanceType":"ml.t3.medium","component":"studio",
                   "schedule":{"windows":["Someday"],"timeZone":"Mars","from":"x"}},
                  {"instanceType":"ml.t3.medium","component":"studio","storageBytes":1,
                   "schedule":{"windows":["Mon 09:00-18:00"],"from":"2026-03-01","until":"2036-03-01"}}]}
                """)
                .statusCode(400)
                .body(
                        "errors.field",
                        containsInAnyOrder(
                                "lines[0].duration",
                                "lines[1].schedule.windows[0]",
                                "lines[1].schedule.timeZone",
                                "lines[2].storageBytes",
                                "lines[2].schedule.until"));
    }

    @Test
    void typesThatHaveEnoughAreComparedTheCheapestFirst() {
        CompareInstanceTypesResponse answer = studio.stub(PlanningServiceGrpc::newBlockingStub)
                .compareInstanceTypes(CompareInstanceTypesRequest.newBuilder()
                        .setVcpu(4)
                        .setMemoryGib("16")
                        .setComponent(Component.COMPONENT_STUDIO)
                        .setSchedule(WeeklySchedule.newBuilder()
                                .addWindows("Daily 00:00-24:00")
                                .setFrom("2026-03-01")
                                .setUntil("2026-03-02"))
                        .build());
        assertThat(answer.getDuration().getSeconds()).isEqualTo(86_400);
        assertThat(answer.getOptionsList())
                .hasSizeGreaterThan(5)
                .allMatch(option -> option.getVcpu() >= 4 && new BigDecimal(option.getMemoryGib()).intValue() >= 16)
                .extracting(option -> new BigDecimal(option.getCost().getAmount()))
                .isSorted();
        InstanceTypeOption cheapest = answer.getOptions(0);
        assertThat(new BigDecimal(cheapest.getCost().getAmount()))
                .isEqualByComparingTo(
                        new BigDecimal(cheapest.getPricePerHour().getAmount()).multiply(BigDecimal.valueOf(24)));
        post("estimates:compare", "{\"gpu\":1,\"component\":\"training\",\"duration\":\"PT2H\"}")
                .statusCode(200)
                .body("options.gpu", hasItems(1))
                .body("duration", equalTo("PT2H"));
        post("estimates:compare", "{\"gpu\":-1,\"memoryGib\":-2,\"component\":\"storage\"}")
                .statusCode(400)
                .body("errors.field", contains("gpu", "memoryGib", "component", "duration"));
        post("estimates:compare", "{\"memoryGib\":1e300000000,\"component\":\"training\",\"duration\":\"PT2H\"}")
                .statusCode(400)
                .body("errors.field", contains("memoryGib"));
    }

    @Test
    void aMonthIsForecastFromTheSameDaysOfEarlierWeeks() {
        ProtoEvents ann = ProtoEvents.studio(domain + "/i", "ml.t3.medium", domain, "ann");
        List<UsageEvent> events = new ArrayList<>();
        for (LocalDate day = LocalDate.of(2026, 1, 5); day.isBefore(LocalDate.of(2026, 3, 16)); day = day.plusDays(1)) {
            if (day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0) {
                Instant morning = day.atTime(8, 0).toInstant(ZoneOffset.UTC);
                events.add(ann.started(morning));
                events.add(ann.ended(morning.plus(Duration.ofHours(10))));
            }
        }
        studio.record(events);
        // spent: 10 working days of 0.5; left: half of this Monday, then 11 working days
        forecast()
                .body("start", equalTo("2026-03-01T00:00:00Z"))
                .body("end", equalTo("2026-04-01T00:00:00Z"))
                .body("forecasts", hasSize(1))
                .body("forecasts[0].basis", equalTo("weeks"))
                .body("forecasts[0].historyDays", equalTo(56))
                .body("forecasts[0].spent.amount", equalTo("5"))
                .body("forecasts[0].expected.amount", equalTo("10.75"))
                .body("forecasts[0].low.amount", equalTo("10.75"))
                .body("forecasts[0].high.amount", equalTo("10.75"));
        ForecastMonthResponse same = studio.stub(PlanningServiceGrpc::newBlockingStub)
                .forecastMonth(ForecastMonthRequest.newBuilder()
                        .setFilter(CostFilter.newBuilder().setDomainId(domain))
                        .build());
        assertThat(same.getForecasts(0).getBasis()).isEqualTo(ForecastBasis.FORECAST_BASIS_WEEKS);
        assertThat(same.getForecasts(0).getExpected().getAmount()).isEqualTo("10.75");
    }

    @Test
    void withoutHistoryWhatRunsGoesOnOrStops() {
        ProtoEvents ann = ProtoEvents.studio(domain + "/i", "ml.t3.medium", domain, "ann");
        studio.record(List.of(ann.started(NOW.minus(Duration.ofHours(2)))));
        ends.add(ann.ended(NOW));
        forecast()
                .body("forecasts[0].basis", equalTo("running"))
                .body("forecasts[0].low.amount", equalTo("0.1"))
                .body("forecasts[0].expected.amount", equalTo("18.7"))
                .body("forecasts[0].high.amount", equalTo("18.7"));
    }

    @Test
    void adviceSaysWhatIsWastedWithItsFigures() {
        Owner ann =
                Owner.newBuilder().setDomainId(domain).setUserProfileName("ann").build();
        ProtoEvents notebook = ProtoEvents.studio(domain + "/i", "ml.t3.medium", domain, "ann");
        ProtoEvents endpoint = new ProtoEvents(domain + "/e", "ml.m5d.xlarge", Component.COMPONENT_HOSTING, ann);
        Instant start = NOW.minus(Duration.ofHours(100));
        studio.record(List.of(
                notebook.started(start),
                notebook.joined(start, "app-1"),
                notebook.joined(start, "app-2"),
                notebook.event(UsageEventType.USAGE_EVENT_TYPE_BUSY, start, "app-1")
                        .build(),
                notebook.event(UsageEventType.USAGE_EVENT_TYPE_IDLE, start.plus(Duration.ofHours(60)), "app-1")
                        .build(),
                endpoint.event(UsageEventType.USAGE_EVENT_TYPE_STARTED, start, "")
                        .setEndpointName("e")
                        .build(),
                endpoint.event(UsageEventType.USAGE_EVENT_TYPE_IDLE, start, "")
                        .setEndpointName("e")
                        .build()));
        ends.add(notebook.ended(NOW));
        ends.add(endpoint.event(UsageEventType.USAGE_EVENT_TYPE_ENDED, NOW, "")
                .setEndpointName("e")
                .build());
        given().header("Authorization", "Bearer " + TestTokens.user(domain, "ann"))
                .get("/api/v1/advice?days=10")
                .then()
                .statusCode(200)
                .body("items.kind", hasItems("idle", "forgotten-endpoint", "cheaper-type"))
                .body("items.find { it.kind == 'idle' }.monthlySaving.amount", equalTo("6"))
                .body(
                        "items.find { it.kind == 'idle' }.evidence",
                        containsString("2 of 5 USD (40%) in the last 10 days"))
                .body("items.find { it.kind == 'forgotten-endpoint' }.endpointName", equalTo("e"))
                .body(
                        "items.find { it.kind == 'cheaper-type' && it.instanceType == 'ml.m5d.xlarge' }.evidence",
                        containsString("4 vCPU, 16 GiB"))
                .body("sharingSaved[0].amount", equalTo("5"));
        given().header("Authorization", "Bearer " + TestTokens.user(domain, "bob"))
                .get("/api/v1/advice")
                .then()
                .statusCode(200)
                .body("items", hasSize(0));
        given().header("Authorization", "Bearer " + TestTokens.operator())
                .get("/api/v1/advice?days=91")
                .then()
                .statusCode(400);
    }

    @Test
    void anEndpointThatWasUsedMuchIsForgottenOnceNobodyInvokesIt() {
        Owner ann =
                Owner.newBuilder().setDomainId(domain).setUserProfileName("ann").build();
        Instant start = NOW.minus(Duration.ofHours(100));
        Instant last = NOW.minus(Duration.ofHours(25));
        List<UsageEvent> events = new ArrayList<>();
        for (String name : List.of("once-used", "used", "half-used/1", "half-used/2")) {
            ProtoEvents worker =
                    new ProtoEvents(domain + "/" + name, "ml.m5d.xlarge", Component.COMPONENT_HOSTING, ann);
            String endpoint = name.replaceAll("/.", "");
            events.add(hosting(worker, UsageEventType.USAGE_EVENT_TYPE_STARTED, start, endpoint));
            events.add(hosting(worker, UsageEventType.USAGE_EVENT_TYPE_IDLE, start, endpoint));
            events.add(
                    hosting(worker, UsageEventType.USAGE_EVENT_TYPE_BUSY, start.plus(Duration.ofHours(1)), endpoint));
            boolean idle = !name.equals("half-used/2");
            if (idle) {
                Instant since = name.equals("used") ? NOW.minus(Duration.ofHours(23)) : last;
                events.add(hosting(worker, UsageEventType.USAGE_EVENT_TYPE_IDLE, since, endpoint));
            }
            ends.add(hosting(worker, UsageEventType.USAGE_EVENT_TYPE_ENDED, NOW, endpoint));
        }
        studio.record(events);

        given().header("Authorization", "Bearer " + TestTokens.user(domain, "ann"))
                .get("/api/v1/advice?days=10")
                .then()
                .statusCode(200)
                .body("items.findAll { it.kind == 'forgotten-endpoint' }.endpointName", contains("once-used"))
                .body(
                        "items.find { it.kind == 'forgotten-endpoint' }.evidence",
                        containsString("was not invoked since 2026-03-15T11:00:00Z"));
    }

    private static UsageEvent hosting(ProtoEvents worker, UsageEventType type, Instant time, String endpoint) {
        return worker.event(type, time, "").setEndpointName(endpoint).build();
    }

    @Test
    void aTypeThatIsLargerThanAnythingEverUsedIsNamedWithASmallerOne() {
        Owner ann =
                Owner.newBuilder().setDomainId(domain).setUserProfileName("ann").build();
        ProtoEvents training = new ProtoEvents(domain + "/t", "ml.m5.4xlarge", Component.COMPONENT_TRAINING, ann);
        ProtoEvents busy = new ProtoEvents(domain + "/b", "ml.m5.2xlarge", Component.COMPONENT_TRAINING, ann);
        ProtoEvents unknown = new ProtoEvents(domain + "/u", "ml.m5.xlarge", Component.COMPONENT_TRAINING, ann);
        ProtoEvents watched = new ProtoEvents(domain + "/w", "ml.m5.12xlarge", Component.COMPONENT_TRAINING, ann);
        ProtoEvents overlooked = new ProtoEvents(domain + "/o", "ml.m5.24xlarge", Component.COMPONENT_TRAINING, ann);
        Instant start = NOW.minus(Duration.ofHours(20));
        studio.record(List.of(
                training.started(start),
                peak(training.event(UsageEventType.USAGE_EVENT_TYPE_HEARTBEAT, start.plusSeconds(60), ""), 5, 900),
                peak(training.event(UsageEventType.USAGE_EVENT_TYPE_ENDED, NOW, ""), 6, 2500),
                busy.started(start),
                peak(busy.event(UsageEventType.USAGE_EVENT_TYPE_ENDED, NOW, ""), 6, 7900),
                unknown.started(start),
                unknown.ended(NOW),
                watched.started(start),
                looked(
                        watched.event(UsageEventType.USAGE_EVENT_TYPE_HEARTBEAT, start.plus(Duration.ofHours(10)), ""),
                        9),
                looked(watched.event(UsageEventType.USAGE_EVENT_TYPE_ENDED, NOW, ""), 10),
                overlooked.started(start),
                looked(overlooked.event(UsageEventType.USAGE_EVENT_TYPE_HEARTBEAT, start.plusSeconds(60), ""), 10),
                looked(overlooked.event(UsageEventType.USAGE_EVENT_TYPE_ENDED, NOW, ""), 17)));
        given().header("Authorization", "Bearer " + TestTokens.user(domain, "ann"))
                .get("/api/v1/advice?days=10")
                .then()
                .statusCode(200)
                .body(
                        "items.findAll { it.kind == 'oversized' }.instanceType",
                        contains("ml.m5.12xlarge", "ml.m5.4xlarge"))
                .body(
                        "items.find { it.instanceType == 'ml.m5.12xlarge' && it.kind == 'oversized' }.evidence",
                        containsString("in use at once in 19 hours of 20 hours"))
                .body(
                        "items.find { it.instanceType == 'ml.m5.4xlarge' && it.kind == 'oversized' }.evidence",
                        containsString(
                                "At most 6.0 of 64 GiB and 2.5 of 16 vCPU were in use at once in 20 hours of 20 hours"))
                .body(
                        "items.find { it.instanceType == 'ml.m5.4xlarge' && it.kind == 'oversized' }.suggestedInstanceType",
                        equalTo("ml.c5.xlarge"));
    }

    /** A small peak that was looked for in so many hours. */
    private static UsageEvent looked(UsageEvent.Builder event, int hours) {
        return peak(event.setPeakSeconds(hours * 3600), 6, 2500);
    }

    private static UsageEvent peak(UsageEvent.Builder event, int gib, int cpuMillis) {
        return event.setPeakMemoryBytes((long) gib << 30)
                .setPeakCpuMillis(cpuMillis)
                .build();
    }

    private ValidatableResponse forecast() {
        return given().header("Authorization", "Bearer " + TestTokens.user(domain, "ann"))
                .get("/api/v1/forecasts")
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse post(String path, String body) {
        return given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + TestTokens.operator())
                .contentType("application/json")
                .body(body)
                .post("/api/v1/" + path)
                .then();
    }
}
