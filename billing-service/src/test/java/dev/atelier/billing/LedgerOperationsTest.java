package dev.atelier.billing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.GrpcErrors;
import dev.atelier.billing.meter.Merging;
import dev.atelier.billing.v1.CheckLedgerRequest;
import dev.atelier.billing.v1.CheckLedgerResponse;
import dev.atelier.billing.v1.CorrectUsageRequest;
import dev.atelier.billing.v1.CorrectUsageResponse;
import dev.atelier.billing.v1.CostFilter;
import dev.atelier.billing.v1.GetCostsRequest;
import dev.atelier.billing.v1.LedgerIntegrityServiceGrpc;
import dev.atelier.billing.v1.LedgerProblemKind;
import dev.atelier.billing.v1.ListMetersRequest;
import dev.atelier.billing.v1.ListUsageEventsRequest;
import dev.atelier.billing.v1.ListUsageSourcesRequest;
import dev.atelier.billing.v1.Meter;
import dev.atelier.billing.v1.RecordHeartbeatRequest;
import dev.atelier.billing.v1.RecordedUsageEvent;
import dev.atelier.billing.v1.UsageCorrectionServiceGrpc;
import dev.atelier.billing.v1.UsageEvent;
import dev.atelier.billing.v1.UsageEventRef;
import dev.atelier.billing.v1.UsageSourceServiceGrpc;
import dev.atelier.platform.database.Database;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Heartbeats, corrections and the ledger's proof, over REST and gRPC. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
class LedgerOperationsTest {
    private static final Instant T0 = Instant.parse("2026-03-02T09:00:00Z");

    @TestHTTPResource("/")
    URI service;

    @Inject
    Database database;

    @Inject
    TestClock clock;

    @Inject
    Merging merging;

    private final String domain = "d-" + UUID.randomUUID();
    private final ProtoEvents instance = ProtoEvents.studio(domain + "/i", "ml.t3.medium", domain, "ann");
    private GrpcClient studio;

    @BeforeEach
    void connect() {
        studio = new GrpcClient(service, TestTokens.service("studio-service"));
    }

    @AfterEach
    void disconnect() {
        clock.stop(null);
        studio.close();
    }

    @Test
    void theUsageOfASilentSourceIsFlagged() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        clock.stop(now);
        String beating = "beating/" + domain;
        studio.record(List.of(
                of(beating, instance.started(now.minusSeconds(60))),
                of(
                        "never-beat/" + domain,
                        ProtoEvents.studio(domain + "/j", "ml.t3.medium", domain, "ann")
                                .started(now))));
        assertThat(studio.stub(UsageSourceServiceGrpc::newBlockingStub)
                        .recordHeartbeat(RecordHeartbeatRequest.newBuilder()
                                .setSource(beating)
                                .build())
                        .getSilentAfter()
                        .getSeconds())
                .isEqualTo(180);
        assertThat(meter(0).hasSilentSince()).isFalse();

        clock.stop(now.plus(Duration.ofMinutes(4)));
        assertThat(meter(0).getSilentSince().getSeconds()).isEqualTo(now.getEpochSecond());
        assertThat(meter(1).hasSilentSince()).as("it never promised heartbeats").isFalse();
        assertThat(studio.stub(UsageSourceServiceGrpc::newBlockingStub)
                        .listUsageSources(ListUsageSourcesRequest.newBuilder()
                                .setPageSize(100)
                                .build())
                        .getSourcesList())
                .anySatisfy(source -> {
                    assertThat(source.getSource()).isEqualTo(beating);
                    assertThat(source.getSilent()).isTrue();
                    assertThat(source.getRunning()).isEqualTo(1);
                });

        as(TestTokens.service("studio-service"))
                .contentType("application/json")
                .body("{\"source\":\"" + beating + "\"}")
                .post("/api/v1/usage-sources:heartbeat")
                .then()
                .statusCode(200)
                .body("silentAfter", equalTo("PT3M"));
        assertThat(meter(0).hasSilentSince()).as("it is back").isFalse();
        as(TestTokens.viewer("auditor"))
                .queryParam("pageSize", 100)
                .get("/api/v1/usage-sources")
                .then()
                .statusCode(200)
                .body("items.find { it.source == '" + beating + "' }.silent", equalTo(false))
                .body("items.find { it.source == '" + beating + "' }.lastHeartbeatTime", notNullValue());
    }

    @Test
    void aCorrectionTakesEventsBackAndRecordsOthers() {
        UsageEvent started = instance.started(T0);
        UsageEvent ended = instance.ended(T0.plus(Duration.ofHours(50)));
        studio.record(List.of(started, ended));
        CorrectUsageRequest correction = CorrectUsageRequest.newBuilder()
                .setResourceId(instance.resourceId())
                .addReverses(ref(ended))
                .addReplacements(instance.ended(T0.plus(Duration.ofHours(1))))
                .setReason("The clock of the node was wrong")
                .build();
        CorrectUsageResponse made = corrections().correctUsage(correction);
        assertThat(made.getAccepted()).isEqualTo(2);
        assertThat(total()).isEqualTo("0.05");
        assertThat(corrections().correctUsage(correction).getAccepted())
                .as("again")
                .isZero();

        List<RecordedUsageEvent> events = corrections()
                .listUsageEvents(ListUsageEventsRequest.newBuilder()
                        .setResourceId(instance.resourceId())
                        .build())
                .getEventsList();
        assertThat(events).extracting(RecordedUsageEvent::getReversed).containsExactly(false, false, false, true);
        assertThat(events.get(1).getEvent().getId()).endsWith("T10:00:00Z/");
        assertThat(events).extracting(RecordedUsageEvent::getRecordedBy).containsOnly("studio-service");
        RecordedUsageEvent reversal = events.get(2);
        assertThat(ref(reversal.getEvent())).isEqualTo(made.getReversals(0));
        assertThat(reversal.getEvent().getReversesId()).isEqualTo(ended.getId());
        assertThat(reversal.getEvent().getReason()).isEqualTo("The clock of the node was wrong");
        assertThat(events.getFirst().getEvent()).isEqualTo(started);
    }

    @Test
    void twoCorrectionsOfOneEventAreAConflictAndTheSecondChangesNothing() {
        UsageEvent ended = instance.ended(T0.plus(Duration.ofHours(50)));
        studio.record(List.of(instance.started(T0), ended));
        correct(ended, "first", 1)
                .then()
                .statusCode(200)
                .body("accepted", equalTo(2))
                .body("reversals", hasSize(1));
        correct(ended, "second", 2).then().statusCode(409).body("code", equalTo("conflict"));
        assertThat(total()).isEqualTo("0.05");
        as(TestTokens.operator())
                .queryParam("resourceId", instance.resourceId())
                .queryParam("pageSize", 1)
                .get("/api/v1/usage-events")
                .then()
                .statusCode(200)
                .body("items.event.type", contains("started"))
                .body("nextPageToken", notNullValue());
    }

    @Test
    void aCorrectionOfWhatIsNotThereIsRefused() {
        correct(instance.ended(T0), "no such event", 1)
                .then()
                .statusCode(404)
                .body("code", equalTo("resource-not-found"));
        as(TestTokens.operator())
                .contentType("application/json")
                .body("{\"reverses\":[]}")
                .post("/api/v1/usage-corrections")
                .then()
                .statusCode(400)
                .body("errors.field", contains("resourceId", "reverses", "reason"));
        try (GrpcClient ann = new GrpcClient(service, TestTokens.user(domain, "ann"))) {
            refused(
                    ErrorCode.PERMISSION_DENIED,
                    () -> ann.stub(UsageCorrectionServiceGrpc::newBlockingStub)
                            .correctUsage(CorrectUsageRequest.getDefaultInstance()));
            refused(
                    ErrorCode.PERMISSION_DENIED,
                    () -> ann.stub(UsageCorrectionServiceGrpc::newBlockingStub)
                            .listUsageEvents(ListUsageEventsRequest.getDefaultInstance()));
            refused(
                    ErrorCode.PERMISSION_DENIED,
                    () -> ann.stub(UsageSourceServiceGrpc::newBlockingStub)
                            .recordHeartbeat(RecordHeartbeatRequest.newBuilder()
                                    .setSource("x")
                                    .build()));
            refused(
                    ErrorCode.PERMISSION_DENIED,
                    () -> ann.stub(UsageSourceServiceGrpc::newBlockingStub)
                            .listUsageSources(ListUsageSourcesRequest.getDefaultInstance()));
            refused(
                    ErrorCode.PERMISSION_DENIED,
                    () -> ann.stub(LedgerIntegrityServiceGrpc::newBlockingStub)
                            .checkLedger(CheckLedgerRequest.getDefaultInstance()));
        }
    }

    @Test
    void theLedgerIsWhatItsEventsSayAndTheCheckSeesWhatIsNot() {
        UsageEvent heartbeat = instance.heartbeat(T0.plusSeconds(60));
        studio.record(List.of(
                instance.started(T0),
                heartbeat,
                instance.joined(T0.plusSeconds(600), "app-1"),
                instance.ended(T0.plus(Duration.ofHours(30)))));
        CheckLedgerResponse sound = check();
        assertThat(sound.getProblemsList()).isEmpty();
        assertThat(sound.getSound()).isTrue();
        assertThat(sound.getEvents()).isGreaterThanOrEqualTo(3);
        assertThat(sound.getIntervals()).isPositive();

        String interval =
                "UPDATE metered_interval SET ended_at = ended_at %s interval '1 second' WHERE resource_id = '%s'";
        whileDamaged(
                interval.formatted("-", instance.resourceId()),
                interval.formatted("+", instance.resourceId()),
                () -> assertThat(kinds(check()))
                        .containsExactlyInAnyOrder(
                                LedgerProblemKind.LEDGER_PROBLEM_KIND_INTERVAL,
                                LedgerProblemKind.LEDGER_PROBLEM_KIND_SUM));

        String share = "UPDATE metered_share SET %1$s WHERE member_id = 'app-1' "
                + "AND resource_number = (SELECT number FROM billed_resource WHERE resource_id = '%2$s')";
        whileDamaged(
                share.formatted("part = 1, parts = 2", instance.resourceId()),
                share.formatted("part = 0, parts = 1", instance.resourceId()),
                () -> assertThat(kinds(check())).contains(LedgerProblemKind.LEDGER_PROBLEM_KIND_SHARE));

        whileDamaged(
                "INSERT INTO usage_pool_day VALUES ('2019-01-01', (SELECT min(id) FROM usage_pool), 1, 0, 0, '')",
                "DELETE FROM usage_pool_day WHERE day = '2019-01-01'",
                () -> assertThat(kinds(check())).containsExactly(LedgerProblemKind.LEDGER_PROBLEM_KIND_SUM));

        whileDamaged(
                "INSERT INTO usage_pool_quarter VALUES ('2019-01-01', (SELECT min(id) FROM usage_pool), ARRAY[0, 1]::numeric[])",
                "DELETE FROM usage_pool_quarter WHERE day = '2019-01-01'",
                () -> assertThat(kinds(check())).containsExactly(LedgerProblemKind.LEDGER_PROBLEM_KIND_SUM));

        String team =
                "UPDATE usage_team_quarter SET micros[96] = micros[96] %s 1 WHERE domain_id = '%s' AND day = '%s'";
        String day = LocalDate.ofInstant(T0, ZoneOffset.UTC).toString();
        await().until(() -> {
            merging.merge();
            return database.find(
                                    "SELECT count(*) AS n FROM usage_team_quarter WHERE domain_id = ?",
                                    row -> row.number("n"),
                                    domain)
                            .orElseThrow()
                    > 0;
        });
        whileDamaged(
                team.formatted("+", domain, day),
                team.formatted("-", domain, day),
                () -> assertThat(kinds(check())).containsExactly(LedgerProblemKind.LEDGER_PROBLEM_KIND_SUM));

        String account = "UPDATE usage_account SET team = '%s' WHERE domain_id = '%s'";
        whileDamaged(
                account.formatted("another", domain),
                account.formatted("", domain),
                () -> as(TestTokens.operator())
                        .post("/api/v1/ledger:check")
                        .then()
                        .statusCode(200)
                        .body("sound", equalTo(false))
                        .body("problems.kind", hasItem("content"))
                        .body("problems.resourceId", hasItem(instance.resourceId())));

        String digest = "UPDATE usage_event_key SET digest = %s WHERE source = '%s' AND id = '%s'";
        whileDamaged(
                digest.formatted("digest || '\\x00'", heartbeat.getSource(), heartbeat.getId()),
                digest.formatted("substring(digest FROM 1 FOR 32)", heartbeat.getSource(), heartbeat.getId()),
                () -> assertThat(kinds(check())).containsExactly(LedgerProblemKind.LEDGER_PROBLEM_KIND_CONTENT));

        whileDamaged(
                "INSERT INTO usage_event_key VALUES ('lost', '%s', '\\x00')".formatted(domain),
                "DELETE FROM usage_event_key WHERE source = 'lost'",
                () -> assertThat(kinds(check())).containsExactly(LedgerProblemKind.LEDGER_PROBLEM_KIND_KEY));
        as(TestTokens.operator())
                .post("/api/v1/ledger:check")
                .then()
                .statusCode(200)
                .body("sound", equalTo(true))
                .body("problems", hasSize(0))
                .body("problems[0]", nullValue());
    }

    private void whileDamaged(String damage, String repair, Runnable test) {
        String trigger = "ALTER TABLE usage_event_key %s TRIGGER usage_event_key_append_only";
        database.update(trigger.formatted("DISABLE"));
        database.update(damage);
        try {
            test.run();
        } finally {
            database.update(repair);
            database.update(trigger.formatted("ENABLE"));
        }
    }

    private CheckLedgerResponse check() {
        return studio.stub(LedgerIntegrityServiceGrpc::newBlockingStub)
                .checkLedger(CheckLedgerRequest.getDefaultInstance());
    }

    private static List<LedgerProblemKind> kinds(CheckLedgerResponse answer) {
        return answer.getProblemsList().stream()
                .map(problem -> problem.getKind())
                .distinct()
                .toList();
    }

    private io.restassured.response.Response correct(UsageEvent wrong, String reason, int hours) {
        return as(TestTokens.operator())
                .contentType("application/json")
                .body("""
                        {"resourceId":"%s","reason":"%s","reverses":[{"source":"%s","id":"%s"}],
                         "replacements":[{"id":"%s","source":"operator","type":"ended","time":"%s","resourceId":"%s"}]}
                        """.formatted(
                                instance.resourceId(),
                                reason,
                                wrong.getSource(),
                                wrong.getId(),
                                domain + reason,
                                T0.plus(Duration.ofHours(hours)),
                                instance.resourceId()))
                .post("/api/v1/usage-corrections");
    }

    private UsageCorrectionServiceGrpc.UsageCorrectionServiceBlockingStub corrections() {
        return studio.stub(UsageCorrectionServiceGrpc::newBlockingStub);
    }

    private Meter meter(int index) {
        return studio.costs()
                .listMeters(ListMetersRequest.newBuilder().setFilter(filter()).build())
                .getMeters(index);
    }

    private String total() {
        return studio.costs()
                .getCosts(GetCostsRequest.newBuilder().setFilter(filter()).build())
                .getTotals(0)
                .getAmount();
    }

    private CostFilter filter() {
        return CostFilter.newBuilder().setDomainId(domain).build();
    }

    private static UsageEvent of(String source, UsageEvent event) {
        return event.toBuilder().setSource(source).build();
    }

    private static UsageEventRef ref(UsageEvent event) {
        return UsageEventRef.newBuilder()
                .setSource(event.getSource())
                .setId(event.getId())
                .build();
    }

    private static RequestSpecification as(String token) {
        return given().urlEncodingEnabled(false).header("Authorization", "Bearer " + token);
    }

    private static AtelierException refused(ErrorCode code, ThrowingCallable call) {
        AtelierException error = GrpcErrors.toAtelier(catchThrowableOfType(StatusRuntimeException.class, call));
        assertThat(error.code()).isEqualTo(code);
        return error;
    }
}
