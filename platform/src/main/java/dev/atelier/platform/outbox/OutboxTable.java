package dev.atelier.platform.outbox;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atelier.billing.v1.UsageEvent;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The outbox's rows; every method works in the current transaction. */
@Singleton
class OutboxTable {
    /** An event that waits. */
    record Waiting(long id, UsageEvent event, Instant created) {}

    private final AgroalDataSource database;

    @Inject
    OutboxTable(AgroalDataSource database) {
        this.database = database;
    }

    /**
     * Claims the oldest events until the transaction ends. What another replica has claimed is left out, and so is every
     * later event of such a resource: it would overtake.
     */
    List<Waiting> claim(int limit) throws SQLException {
        try (Connection connection = database.getConnection()) {
            List<Waiting> locked = lock(connection, limit);
            if (locked.isEmpty()) {
                return locked;
            }
            Set<Long> ids = new HashSet<>();
            locked.forEach(row -> ids.add(row.id()));
            Set<String> overtaken = withEarlierRow(connection, locked, ids);
            return overtaken.isEmpty()
                    ? locked
                    : locked.stream()
                            .filter(row -> !overtaken.contains(row.event().getResourceId()))
                            .toList();
        }
    }

    void delete(List<Long> ids) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement delete = connection.prepareStatement("DELETE FROM usage_outbox WHERE id = ANY (?)")) {
            delete.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
            delete.executeUpdate();
        }
    }

    void park(long id, String reason, Instant now) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement move = connection.prepareStatement("""
                        WITH parked AS (DELETE FROM usage_outbox WHERE id = ? RETURNING *)
                        INSERT INTO usage_outbox_conflict
                            (id, resource_id, source, event_id, event, reason, created_at, parked_at)
                        SELECT id, resource_id, source, event_id, event, ?, created_at, ? FROM parked
                        """)) {
            move.setLong(1, id);
            move.setString(2, reason);
            move.setObject(3, now.atOffset(ZoneOffset.UTC));
            move.executeUpdate();
        }
    }

    private static List<Waiting> lock(Connection connection, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT id, event, created_at FROM usage_outbox ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED
                """)) {
            select.setInt(1, limit);
            List<Waiting> rows = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows.add(new Waiting(
                            row.getLong(1),
                            UsageEvent.parseFrom(row.getBytes(2)),
                            row.getObject(3, OffsetDateTime.class).toInstant()));
                }
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException("The outbox holds what is no usage event", e);
            }
            return rows;
        }
    }

    private static Set<String> withEarlierRow(Connection connection, List<Waiting> locked, Set<Long> ids)
            throws SQLException {
        Object[] resources = locked.stream()
                .map(row -> row.event().getResourceId())
                .distinct()
                .toArray();
        Set<String> overtaken = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT resource_id, id FROM usage_outbox WHERE resource_id = ANY (?) AND id < ?
                """)) {
            select.setArray(1, connection.createArrayOf("text", resources));
            select.setLong(2, locked.getLast().id());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    if (!ids.contains(row.getLong(2))) {
                        overtaken.add(row.getString(1));
                    }
                }
            }
        }
        return overtaken;
    }
}
