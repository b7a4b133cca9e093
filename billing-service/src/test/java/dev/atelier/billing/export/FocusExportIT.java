package dev.atelier.billing.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.testing.EmbeddedDatabase;
import dev.atelier.testing.ServiceProcess;
import dev.atelier.testing.TestTokens;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An export that is larger than the memory of the service. */
class FocusExportIT {
    private static final int INTERVALS = 16_000;
    private static final int HEAP_MEGABYTES = 128;
    private static final String TIME = "start=2021-01-01T00:00:00Z&end=2021-03-01T00:00:00Z";

    private final String database = EmbeddedDatabase.create();

    @AfterEach
    void drop() {
        EmbeddedDatabase.drop(database);
    }

    @Test
    void anExportOfAnySizeIsStreamedAndAddsUp() throws Exception {
        Map<String, String> configuration = Map.of(
                "quarkus.datasource.jdbc.url", database,
                "quarkus.datasource.username", EmbeddedDatabase.USER,
                "quarkus.datasource.password", EmbeddedDatabase.PASSWORD);
        try (ServiceProcess service = ServiceProcess.start("billing-service", HEAP_MEGABYTES, configuration);
                HttpClient http = HttpClient.newHttpClient()) {
            fill();
            long bytes = 0;
            long rows = 0;
            BigDecimal sum = BigDecimal.ZERO;
            HttpResponse<Stream<String>> file =
                    http.send(get(service.uri(), "/api/v1/exports/focus?" + TIME), HttpResponse.BodyHandlers.ofLines());
            assertThat(file.statusCode()).isEqualTo(200);
            try (Stream<String> lines = file.body()) {
                Iterator<String> line = lines.iterator();
                assertThat(line.next()).startsWith("BilledCost,BillingAccountId,");
                while (line.hasNext()) {
                    String row = line.next();
                    bytes += row.length() + 2;
                    sum = sum.add(new BigDecimal(row.substring(1, row.indexOf('"', 1))));
                    rows++;
                }
            }
            assertThat(rows).isEqualTo(INTERVALS);
            assertThat(bytes).isGreaterThan((long) HEAP_MEGABYTES << 20);
            HttpResponse<String> costs =
                    http.send(get(service.uri(), "/api/v1/costs?" + TIME), HttpResponse.BodyHandlers.ofString());
            JsonNode total = new ObjectMapper().readTree(costs.body()).at("/totals/0/amount");
            assertThat(sum).isEqualByComparingTo(total.asText());
        }
    }

    private static HttpRequest get(URI service, String path) {
        return HttpRequest.newBuilder(service.resolve(path))
                .timeout(Duration.ofMinutes(5))
                .header("Authorization", "Bearer " + TestTokens.operator())
                .build();
    }

    /** Closed usage as the ledger keeps it, within one month, with tags that are long. */
    private void fill() throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database, EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO usage_pool (digest, component, instance_type, region, domain_id, team, project, tags)
                    VALUES ('\\x01', 'studio', 'ml.t3.medium', 'us-east-1', 'd-1', '', '',
                            jsonb_build_object('note', repeat('x', 9000)))
                    """);
            statement.execute("""
                    INSERT INTO usage_account (digest, pool_id, component, instance_type, region, domain_id, user_profile_name,
                                               space_name, team, project, tags, job_name, endpoint_name)
                    SELECT sha256(n::text::bytea), p.id, p.component, p.instance_type, p.region, p.domain_id, 'user-' || n, '',
                           p.team, p.project, p.tags, '', ''
                    FROM usage_pool p CROSS JOIN generate_series(1, 100) AS n
                    """);
            statement.execute(
                    "INSERT INTO billed_resource (resource_id, last_seen_at) SELECT 'i-' || n, now() FROM generate_series(1, %d) AS n"
                            .formatted(INTERVALS));
            statement.execute("""
                    INSERT INTO metered_interval (resource_number, resource_id, started_at, ended_at, account_id, quantity,
                                                  opening_source, opening_id)
                    SELECT r.number, r.resource_id, s.started_at, s.started_at + (1 + r.number % 7001) * interval '1 second',
                           (SELECT min(id) FROM usage_account) + r.number % 100, 1, 'test', r.resource_id
                    FROM billed_resource r
                    CROSS JOIN LATERAL (
                        SELECT timestamptz '2021-01-02T00:00:00Z' + r.number * interval '32.761 second' AS started_at) AS s
                    """);
            statement.execute("INSERT INTO usage_day SELECT * FROM usage_day_expected");
            statement.execute("INSERT INTO usage_month SELECT * FROM usage_month_expected");
            statement.execute("INSERT INTO usage_pool_day SELECT * FROM usage_pool_day_expected");
            statement.execute("INSERT INTO usage_pool_quarter SELECT * FROM usage_quarters(false)");
            statement.execute("INSERT INTO usage_team_quarter SELECT * FROM usage_team_quarter_expected");
        }
    }
}
