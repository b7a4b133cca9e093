package dev.atelier.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.local.process.ProcessId;
import dev.atelier.local.process.Processes;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
    private final Path directory;
    private final PostgresServer server;

    PostgresServerTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.server = server(freePort());
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void isMadeOnceFoundAgainAndStopped() throws IOException {
        Path password = Files.writeString(directory.resolve("password"), "s3cret");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));

        server.create(password, List.of("studio", "billing"));
        server.create(password, List.of("never made"));
        server.start();

        ProcessId running = server.running().orElseThrow();
        assertThat(running.find().orElseThrow().info().command().orElseThrow()).endsWith("/postgres");
        assertThat(server.runningPort()).contains(server.port());
        assertThat(server(1).running())
                .as("another launcher finds it by the data directory")
                .contains(running);

        server.stop();
        assertThat(running.alive()).isFalse();
        assertThat(server.running()).isEmpty();
    }

    @Test
    void startsAgainAfterItWasKilled() throws IOException {
        Path password = Files.writeString(directory.resolve("password"), "s3cret");
        server.create(password, List.of("studio"));
        server.start();
        ProcessId first = server.running().orElseThrow();

        first.find().orElseThrow().destroyForcibly();
        Processes.end(List.of(first), Duration.ofSeconds(5));
        server.start();

        assertThat(server.running()).isPresent().get().isNotEqualTo(first);
    }

    @Test
    void anotherServerWithTheNumberOfOneThatWasKilledIsLeftAlone() throws IOException {
        Path password = Files.writeString(directory.resolve("password"), "s3cret");
        server.create(password, List.of("studio"));
        server.start();
        ProcessId running = server.running().orElseThrow();
        List<String> lines = Files.readAllLines(directory.resolve("data").resolve("postmaster.pid"));
        PostgresServer killed = server("killed", server.port());
        Path pidFile = Files.createDirectories(directory.resolve("killed")).resolve("postmaster.pid");

        for (int seconds : List.of(-3600, 3600)) {
            List<String> stale = new ArrayList<>(lines);
            stale.set(2, Long.toString(Long.parseLong(lines.get(2).strip()) + seconds));
            Files.write(pidFile, stale);

            assertThat(killed.running()).isEmpty();
            killed.stop();
            assertThat(running.alive()).isTrue();
        }
        Files.write(pidFile, lines);
        assertThat(killed.running()).contains(running);
    }

    private PostgresServer server(int port) {
        return server("data", port);
    }

    private PostgresServer server(String data, int port) {
        PostgresBinaries binaries =
                PostgresBinaries.in(Path.of("target", "environments").toAbsolutePath());
        return new PostgresServer(binaries, directory.resolve(data), directory.resolve("postgres.log"), port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
