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

/** Billing's database of the installation under measurement. */
record BenchDatabase(String url, String user, String password) {
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

    /** Without the password. */
    @Override
    public String toString() {
        return url;
    }
}
