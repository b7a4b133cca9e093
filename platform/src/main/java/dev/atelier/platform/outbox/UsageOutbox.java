package dev.atelier.platform.outbox;

import dev.atelier.billing.v1.UsageEvent;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;

/** Where a change leaves the usage events that it causes, in its own transaction. */
@ApplicationScoped
public class UsageOutbox {
    private final AgroalDataSource database;
    private final TransactionSynchronizationRegistry transactions;
    private final UsageDispatcher dispatcher;
    private final Clock clock;

    @Inject
    public UsageOutbox(
            AgroalDataSource database,
            TransactionSynchronizationRegistry transactions,
            UsageDispatcher dispatcher,
            Clock clock) {
        this.database = database;
        this.transactions = transactions;
        this.dispatcher = dispatcher;
        this.clock = clock;
    }

    /**
     * Writes an event which billing gets after the current transaction commits, and never when it rolls back. Events of
     * one resource arrive in the order of their appends.
     *
     * @param event needs id, source, type, time and resource id; the same source and id twice is an error
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void append(UsageEvent event) {
        require("id", event.getId());
        require("source", event.getSource());
        require("resource_id", event.getResourceId());
        if (!event.hasTime() || event.getTypeValue() <= 0) {
            throw new IllegalArgumentException("A usage event needs a type and a time");
        }
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement("""
                        INSERT INTO usage_outbox (resource_id, source, event_id, event, created_at)
                        VALUES (?, ?, ?, ?, ?)
                        """)) {
            insert.setString(1, event.getResourceId());
            insert.setString(2, event.getSource());
            insert.setString(3, event.getId());
            insert.setBytes(4, event.toByteArray());
            insert.setObject(5, clock.instant().atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot write a usage event", e);
        }
        wakeAfterCommit();
    }

    private void wakeAfterCommit() {
        if (transactions.getResource(UsageOutbox.class) == null) {
            transactions.putResource(UsageOutbox.class, true);
            transactions.registerInterposedSynchronization(new Synchronization() {
                @Override
                public void beforeCompletion() {
                    // nothing to prepare: the events are rows already
                }

                @Override
                public void afterCompletion(int status) {
                    if (status == Status.STATUS_COMMITTED) {
                        dispatcher.wake();
                    }
                }
            });
        }
    }

    private static void require(String field, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("A usage event needs " + field);
        }
    }
}
