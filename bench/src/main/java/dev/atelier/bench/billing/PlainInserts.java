package dev.atelier.bench.billing;

import dev.atelier.billing.v1.UsageEvent;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The peer of recording: the same events as rows of one table, by the batched {@code INSERT … ON CONFLICT DO NOTHING} that
 * anybody would write, in the same PostgreSQL, one commit per batch. It knows no intervals, shares, sums or conflicts.
 */
final class PlainInserts implements AutoCloseable {
    static final int BATCH = 1000;

    private static final String TABLE = """
            CREATE TABLE IF NOT EXISTS plain_usage_event (
                source text NOT NULL, id text NOT NULL, type text NOT NULL, time timestamptz NOT NULL,
                resource_id text NOT NULL, component text NOT NULL, instance_type text NOT NULL, instance_count integer NOT NULL,
                region text NOT NULL, domain_id text NOT NULL, user_profile_name text NOT NULL, space_name text NOT NULL,
                team text NOT NULL, project text NOT NULL, tags jsonb NOT NULL, job_name text NOT NULL,
                endpoint_name text NOT NULL, member_id text NOT NULL, PRIMARY KEY (source, id))
            """;

    private final Connection connection;

    PlainInserts(BenchDatabase database) throws SQLException {
        // the driver's own way to make one statement of many rows
        connection = DriverManager.getConnection(
                database.url() + "?reWriteBatchedInserts=true", database.user(), database.password());
        connection.setAutoCommit(false);
    }

    static void prepare(BenchDatabase database) throws SQLException {
        database.execute("DROP TABLE IF EXISTS plain_usage_event");
        database.execute(TABLE);
    }

    void insert(List<UsageEvent> events) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO plain_usage_event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?) "
                        + "ON CONFLICT DO NOTHING")) {
            int waiting = 0;
            for (UsageEvent event : events) {
                bind(insert, event);
                insert.addBatch();
                if (++waiting == BATCH) {
                    insert.executeBatch();
                    connection.commit();
                    waiting = 0;
                }
            }
            if (waiting > 0) {
                insert.executeBatch();
                connection.commit();
            }
        }
    }

    private static void bind(PreparedStatement insert, UsageEvent event) throws SQLException {
        insert.setString(1, event.getSource());
        insert.setString(2, event.getId());
        insert.setString(3, event.getType().name());
        insert.setObject(4, Instant.ofEpochSecond(event.getTime().getSeconds()).atOffset(ZoneOffset.UTC));
        insert.setString(5, event.getResourceId());
        insert.setString(6, event.getComponent().name());
        insert.setString(7, event.getInstanceType());
        insert.setInt(8, event.getInstanceCount());
        insert.setString(9, event.getRegion());
        insert.setString(10, event.getOwner().getDomainId());
        insert.setString(11, event.getOwner().getUserProfileName());
        insert.setString(12, event.getOwner().getSpaceName());
        insert.setString(13, event.getOwner().getTeam());
        insert.setString(14, event.getOwner().getProject());
        insert.setString(15, "{}");
        insert.setString(16, event.getJobName());
        insert.setString(17, event.getEndpointName());
        insert.setString(18, event.getMemberId());
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
