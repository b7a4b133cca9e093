package dev.atelier.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.testing.EmbeddedDatabase;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database with usage in it, made by the scripts of the first ledger and of the price books, takes the scripts that came later. */
class MigrationTest {
    private static final List<String> FIRST =
            List.of("V0100__ledger.sql", "V0101__price_spans.sql", "V0400__price_books.sql");

    @TempDir
    Path scripts;

    private final String database = EmbeddedDatabase.create();

    @AfterEach
    void drop() {
        EmbeddedDatabase.drop(database);
    }

    @Test
    void usageOfTheFirstLedgerIsKept() throws Exception {
        for (String script : FIRST) {
            try (InputStream source = Objects.requireNonNull(
                    Thread.currentThread().getContextClassLoader().getResourceAsStream("db/migration/" + script))) {
                Files.copy(source, scripts.resolve(script));
            }
        }
        flyway().locations("classpath:db/platform", "filesystem:" + scripts)
                .load()
                .migrate();
        fill();

        flyway().locations("classpath:db/platform", "classpath:db/migration")
                .outOfOrder(true)
                .load()
                .migrate();

        assertThat(rows("""
                        SELECT source, e.id, type, nanos, resource_id, member_id, recorded_by, team, tags
                        FROM usage_event e JOIN usage_account a ON a.id = e.account_id ORDER BY e.id
                        """))
                .containsExactly(
                        "studio|e1|started|0|i-1|||core|{\"stage\": \"dev\"}",
                        "studio|e2|member-joined|0|i-1|app-1||core|{\"stage\": \"dev\"}",
                        "studio|e3|ended|0|i-1|||core|{\"stage\": \"dev\"}",
                        "studio|e4|started|0|i-2|||core|{}");
        assertThat(rows("SELECT source, id, encode(digest, 'hex') FROM usage_event_key ORDER BY id"))
                .containsExactly("studio|e1|01", "studio|e2|02", "studio|e3|03", "studio|e4|04");
        assertThat(
                        rows(
                                "SELECT resource_id, ended_at - started_at, instance_type, opening_id FROM usage_interval ORDER BY 1"))
                .containsExactly("i-1|1 day 02:00:00|ml.t3.medium|e1", "i-2|null|ml.m5.large|e4");
        assertThat(rows("SELECT resource_id, member_id, ended_at - started_at, part, parts, idle FROM usage_share"))
                .containsExactly("i-1|app-1|1 day 02:00:00|0|1|f");
        assertThat(rows("SELECT day, micros FROM usage_day WHERE member_id = '' ORDER BY day"))
                .containsExactly("2019-12-31|3600000000", "2020-01-01|86400000000", "2020-01-02|3600000000");
        assertThat(rows("SELECT month, member_id, micros FROM usage_month ORDER BY month, member_id"))
                .containsExactly(
                        "2019-12-01||3600000000",
                        "2019-12-01|app-1|3600000000",
                        "2020-01-01||90000000000",
                        "2020-01-01|app-1|90000000000");
        assertThat(rows("SELECT day, team, micros[1], micros[92], micros[96] FROM usage_team_quarter ORDER BY day"))
                .containsExactly(
                        "2019-12-31|core|0|0|3600000000",
                        "2020-01-01|core|900000000|82800000000|86400000000",
                        "2020-01-02|core|900000000|3600000000|3600000000");
        assertThat(rows("SELECT DISTINCT tableoid::regclass FROM usage_event ORDER BY 1"))
                .containsExactlyInAnyOrder("usage_event_past", "usage_event_2020_01", "usage_event_2026_02");
    }

    private FluentConfiguration flyway() {
        return Flyway.configure().dataSource(database, EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD);
    }

    private void fill() throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO usage_event
                    SELECT 'studio', id, decode(digest, 'hex'), type, time::timestamptz, resource, 'studio', instance_type, 1,
                           'us-east-1', 'd-1', 'ann', '', 'core', '', tags::jsonb, '', '', member, now()
                    FROM (VALUES
                        ('e1', '01', 'started', '2019-12-31T23:00:00Z', 'i-1', 'ml.t3.medium', '{"stage":"dev"}', ''),
                        ('e2', '02', 'member-joined', '2019-12-31T23:00:00Z', 'i-1', 'ml.t3.medium', '{"stage":"dev"}', 'app-1'),
                        ('e3', '03', 'ended', '2020-01-02T01:00:00Z', 'i-1', 'ml.t3.medium', '{"stage":"dev"}', ''),
                        ('e4', '04', 'started', '2026-02-03T00:00:00Z', 'i-2', 'ml.m5.large', '{}', ''))
                      AS t (id, digest, type, time, resource, instance_type, tags, member);
                    INSERT INTO billed_resource VALUES ('i-1', '2020-01-02T01:00:00Z'), ('i-2', '2026-02-03T00:00:00Z');
                    INSERT INTO usage_interval (resource_id, started_at, ended_at, component, instance_type, instance_count,
                        region, domain_id, user_profile_name, space_name, team, project, tags, job_name, endpoint_name,
                        opening_source, opening_id)
                    SELECT resource_id, time, CASE id WHEN 'e1' THEN timestamptz '2020-01-02T01:00:00Z' END, component,
                           instance_type, instance_count, region, domain_id, user_profile_name, space_name, team, project,
                           tags, job_name, endpoint_name, source, id
                    FROM usage_event WHERE type = 'started';
                    INSERT INTO usage_share (resource_id, member_id, started_at, ended_at, part, parts)
                    VALUES ('i-1', 'app-1', '2019-12-31T23:00:00Z', '2020-01-02T01:00:00Z', 0, 1);
                    """);
        }
    }

    private List<String> rows(String sql) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> columns = new ArrayList<>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    columns.add(String.valueOf(result.getString(column)));
                }
                rows.add(String.join("|", columns));
            }
            return rows;
        }
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection(database, EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD);
    }
}
