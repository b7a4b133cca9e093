package dev.atelier.billing.export;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.atelier.billing.GrpcClient;
import dev.atelier.billing.ProtoEvents;
import dev.atelier.billing.TestClock;
import dev.atelier.billing.v1.ExportFocusRequest;
import dev.atelier.billing.v1.ExportFocusResponse;
import dev.atelier.billing.v1.ExportServiceGrpc;
import dev.atelier.billing.v1.UsageEvent;
import dev.atelier.billing.v1.ValidateFocusRequest;
import dev.atelier.billing.v1.ValidateFocusResponse;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
class FocusExportTest {
    /** Long before the usage of other tests: this year's export holds this usage alone. */
    private static final Instant YEAR = Instant.parse("2021-01-01T00:00:00Z");

    private static final Instant NOW = Instant.parse("2021-06-15T12:00:00Z");
    private static final String TOKYO = "ap-northeast-1";
    private static final String TIME = "start=2021-01-01T00:00:00Z&end=2021-07-01T00:00:00Z";

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
    void theExportIsValidAndAddsUpToTheLedgerToTheLastDigit() {
        use(400, 20210101);

        String csv = given().header("Authorization", "Bearer " + TestTokens.viewer("auditor"))
                .get("/api/v1/exports/focus?" + TIME)
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .extract()
                .asString();
        List<String> lines = csv.lines().toList();
        FocusValidator stranger = new FocusValidator(List.of(lines.getFirst().split(",", -1)));
        lines.stream().skip(1).forEach(line -> stranger.row(fields(line)));
        requireMarks(lines);
        Map<String, String> ledger = new TreeMap<>();
        given().header("Authorization", "Bearer " + TestTokens.operator())
                .get("/api/v1/costs?" + TIME)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .<Map<String, String>>getList("totals")
                .forEach(total -> ledger.put(total.get("currency"), total.get("amount")));
        FocusValidation found = stranger.result(List.of());
        assertThat(found.violations()).isEmpty();
        assertThat(found.rows()).as("some are cut by a month's end").isGreaterThan(400);
        Map<String, String> exported = new TreeMap<>();
        found.exported().forEach(sum -> exported.put(sum.currency(), sum.text()));
        assertThat(exported).isEqualTo(ledger);

        given().header("Authorization", "Bearer " + TestTokens.operator())
                .get("/api/v1/exports/focus/validation?" + TIME)
                .then()
                .statusCode(200)
                .body("valid", equalTo(true))
                .body("violations", hasSize(0))
                .body("rows", equalTo((int) found.rows()))
                .body("exported[0].amount", equalTo(ledger.get("USD")))
                .body("ledger[0].amount", equalTo(ledger.get("USD")));

        try (GrpcClient client = new GrpcClient(service, TestTokens.viewer("auditor"))) {
            StringBuilder file = new StringBuilder();
            Iterator<ExportFocusResponse> pieces = client.stub(ExportServiceGrpc::newBlockingStub)
                    .exportFocus(ExportFocusRequest.newBuilder()
                            .setStart(dev.atelier.api.time.ProtoTimes.timestamp(YEAR))
                            .build());
            int count = 0;
            for (; pieces.hasNext(); count++) {
                file.append(pieces.next().getContent().toStringUtf8());
            }
            assertThat(count).isGreaterThan(2);
            assertThat(file).hasToString(csv);
            ValidateFocusResponse validation = client.stub(ExportServiceGrpc::newBlockingStub)
                    .validateFocus(ValidateFocusRequest.newBuilder()
                            .setStart(dev.atelier.api.time.ProtoTimes.timestamp(YEAR))
                            .build());
            assertThat(validation.getValid()).isTrue();
            assertThat(new BigDecimal(validation.getExported(0).getAmount())).isEqualByComparingTo(ledger.get("USD"));
        }
    }

    @Test
    void membersDoNotExport() {
        given().header("Authorization", "Bearer " + TestTokens.user(domain, "ann"))
                .get("/api/v1/exports/focus?" + TIME)
                .then()
                .statusCode(403);
        given().header("Authorization", "Bearer " + TestTokens.operator())
                .get("/api/v1/exports/focus?start=2021-07-01T00:00:00Z&end=2021-07-01T00:00:00Z")
                .then()
                .statusCode(400);
    }

    /** Every price of a Tokyo instance is an estimate, and none of the others. */
    private static void requireMarks(List<String> lines) {
        List<String> header = List.of(lines.getFirst().split(",", -1));
        List<List<String>> rows =
                lines.stream().skip(1).map(FocusExportTest::fields).toList();
        assertThat(rows).anyMatch(row -> row.get(header.indexOf("x_Estimated")).equals("true"));
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.get(header.indexOf("x_Estimated")))
                        .isEqualTo(String.valueOf(row.get(header.indexOf("RegionId"))
                                        .equals(TOKYO)
                                && !row.get(header.indexOf("x_InstanceType")).equals("system"))));
    }

    /** Usage of odd lengths, some over a month's end and some still running. */
    private void use(int resources, long seed) {
        Random random = new Random(seed);
        String[] types = {"ml.t3.medium", "ml.m5.large", "ml.c5.2xlarge", "system"};
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < resources; i++) {
            ProtoEvents resource = ProtoEvents.studio(
                    domain + "/" + i, types[random.nextInt(types.length)], domain, "user-" + random.nextInt(20));
            Instant start = YEAR.plusNanos(random.nextLong(Duration.ofDays(150).toNanos() / 1000) * 1000);
            Instant end = start.plusNanos(random.nextLong(Duration.ofDays(20).toNanos() / 1000) * 1000 + 1000);
            String region = i % 10 == 0 ? TOKYO : "us-east-1";
            events.add(resource.started(start).toBuilder().setRegion(region).build());
            (random.nextInt(20) == 0 ? ends : events)
                    .add(resource.ended(end).toBuilder().setRegion(region).build());
        }
        studio.record(events);
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
