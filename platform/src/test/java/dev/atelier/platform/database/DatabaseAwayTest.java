package dev.atelier.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class DatabaseAwayTest {
    @Test
    void aBrokenConnectionIsFoundUnderWhateverWrapsIt() {
        SQLException broken = new SQLException("The connection attempt failed.", "08001");
        IllegalStateException rolledBack = new IllegalStateException("rolled back");
        rolledBack.addSuppressed(new SQLException("terminating connection", "57P01"));

        assertThat(DatabaseAway.caused(new DatabaseException(broken))).isTrue();
        assertThat(DatabaseAway.caused(new RuntimeException(new DatabaseException(broken))))
                .isTrue();
        assertThat(DatabaseAway.caused(rolledBack)).isTrue();
        assertThat(DatabaseAway.caused(new SQLException("no connection came free", new TimeoutException())))
                .isTrue();
    }

    @Test
    void aRefusedStatementIsNot() {
        assertThat(DatabaseAway.caused(new DatabaseException(new SQLException("duplicate key", "23505"))))
                .isFalse();
        assertThat(DatabaseAway.caused(new IllegalStateException("something else")))
                .isFalse();
    }
}
