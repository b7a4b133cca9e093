package dev.atelier.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;

/**
 * One embedded PostgreSQL per JVM, with as many databases as tests ask for. It ends with the JVM. Its port is kept in a
 * system property, because Quarkus loads test classes in several class loaders.
 */
public final class EmbeddedDatabase {
    /** How the embedded server lets in everybody on loopback. */
    public static final String USER = "postgres";

    public static final String PASSWORD = "postgres";

    private static final String PORT = "atelier.testing.postgres.port";

    private EmbeddedDatabase() {}

    /** Makes an empty database and gives its JDBC URL. */
    public static String create() {
        String name = "t_" + UUID.randomUUID().toString().replace("-", "");
        execute("CREATE DATABASE " + name);
        return url(name);
    }

    /** Drops a database that {@link #create()} made, ending what is connected to it. */
    public static void drop(String url) {
        execute("DROP DATABASE IF EXISTS " + url.substring(url.lastIndexOf('/') + 1) + " WITH (FORCE)");
    }

    private static void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url("postgres"), USER, PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static String url(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port(), database);
    }

    private static int port() {
        synchronized (System.getProperties()) {
            String port = System.getProperty(PORT);
            if (port == null) {
                port = Integer.toString(start());
                System.setProperty(PORT, port);
            }
            return Integer.parseInt(port);
        }
    }

    // the server lives as long as the JVM and is ended by its own shutdown hook
    private static int start() {
        try {
            return EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setServerConfig("fsync", "off")
                    .setServerConfig("synchronous_commit", "off")
                    .setServerConfig("full_page_writes", "off")
                    .setServerConfig("max_connections", "200")
                    .setServerConfig("shared_buffers", "64MB")
                    .start()
                    .getPort();
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL does not start", e);
        }
    }
}
