package dev.atelier.bench.billing;

import dev.atelier.bench.BenchException;
import dev.atelier.bench.BenchInstallation;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Billing's database of the installation under measurement. */
record BenchDatabase(String url, String user, String password) {
    private static final Duration REST_LIMIT = Duration.ofMinutes(5);
    private static final Duration REST_POLL = Duration.ofSeconds(1);

    /** Usage that waits to be merged, workers of autovacuum, and tables whose statistics it will renew. */
    private static final String UNREST = """
            SELECT (SELECT count(*) FROM usage_delta)
                 + (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'autovacuum worker')
                 + (SELECT count(*) FROM pg_stat_user_tables
                    WHERE n_live_tup > 1000 AND n_mod_since_analyze > 50 + n_live_tup / 10)
            """;

    static BenchDatabase of(BenchInstallation installation) {
        try {
            return new BenchDatabase(
                    "jdbc:postgresql://127.0.0.1:" + installation.postgresPort() + "/billing",
                    "atelier",
                    Files.readString(installation.home().resolve("postgres-password"))
                            .strip());
        } catch (IOException e) {
            throw new BenchException("The database's password cannot be read: " + e.getMessage(), e);
        }
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs a query and reads all of it, as a client would. */
    long rows(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            long rows = 0;
            while (result.next()) {
                rows++;
            }
            return rows;
        }
    }

    long number(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    /**
     * Waits until billing has merged what was recorded into its sums, and PostgreSQL no longer tidies up after it.
     *
     * @return for how many seconds that took
     */
    double rest() throws SQLException, InterruptedException {
        long begin = System.nanoTime();
        while (number(UNREST) > 0) {
            if (System.nanoTime() - begin > REST_LIMIT.toNanos()) {
                throw new BenchException("The ledger is not at rest after " + REST_LIMIT);
            }
            Thread.sleep(REST_POLL);
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return url;
    }
}
