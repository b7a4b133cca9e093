package dev.atelier.local.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.atelier.local.LauncherException;
import dev.atelier.local.process.ProcessId;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Supervises real processes: the JDK's small web server stands in for a service. */
class SupervisorTest {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ConcurrentLinkedQueue<String> said = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path directory;

    private RunRecords records;
    private ServiceProcess service;
    private Supervisor supervisor;

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectories(directory.resolve("q/health"));
        Files.writeString(directory.resolve("q/health/ready"), "up");
        records = new RunRecords(directory.resolve("run"));
        service = new ServiceProcess(webServer("web", freePort()), records, http);
        supervisor = supervisor(service);
    }

    @AfterEach
    void stop() {
        supervisor.stop();
    }

    @Test
    void startsWaitsUntilReadyAndStops() {
        supervisor.start();

        ProcessId process = service.running().orElseThrow();
        assertThat(service.ready()).isTrue();

        supervisor.stop();
        assertThat(process.alive()).isFalse();
        assertThat(records.service("web")).isEmpty();
    }

    @Test
    void nextLauncherAdoptsWhatRuns() {
        supervisor.start();
        ProcessId process = service.running().orElseThrow();

        Supervisor next = supervisor(new ServiceProcess(service.spec(), records, http));
        next.start();

        assertThat(service.running()).contains(process);
        assertThat(said).anyMatch(line -> line.contains("adopted"));
    }

    @Test
    void processOfAnotherConfigurationIsReplaced() throws IOException {
        supervisor.start();
        ProcessId process = service.running().orElseThrow();

        ServiceProcess changed = new ServiceProcess(webServer("web", freePort()), records, http);
        assertThat(changed.running()).isEmpty();
        changed.endOutdated();

        assertThat(process.alive()).isFalse();
    }

    @Test
    void killedServiceIsStartedAgain() {
        supervisor.start();
        ProcessId first = service.running().orElseThrow();
        Thread watching = Thread.ofVirtual().start(supervisor::watch);

        first.find().orElseThrow().destroyForcibly();

        await().atMost(Duration.ofSeconds(20))
                .until(() -> service.running().filter(now -> !now.equals(first)).isPresent() && service.ready());
        supervisor.stop();
        await().until(() -> !watching.isAlive());
        assertThat(service.running()).isEmpty();
    }

    @Test
    void serviceThatEndsAtOnceIsReportedWithTheEndOfItsLog() {
        ServiceSpec broken = new ServiceSpec(
                "broken",
                List.of("sh", "-c", "echo no database >&2; exit 1"),
                Map.of(),
                directory,
                directory.resolve("broken.log"),
                "http://127.0.0.1:1/");
        Supervisor failing = supervisor(new ServiceProcess(broken, records, http));

        assertThatThrownBy(failing::start)
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("broken ended while it started")
                .hasMessageContaining("no database");
    }

    @Test
    void restartsAreSpacedOut() {
        Backoff backoff = new Backoff(Backoff.LONGEST);

        assertThat(backoff.afterDeath(0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(backoff.afterDeath(seconds(2))).isEqualTo(Duration.ofSeconds(2));
        assertThat(backoff.afterDeath(seconds(5))).isEqualTo(Duration.ofSeconds(4));
        for (int i = 0; i < 5; i++) {
            backoff.afterDeath(seconds(10));
        }
        assertThat(backoff.afterDeath(seconds(11))).isEqualTo(Duration.ofSeconds(30));
        assertThat(backoff.afterDeath(seconds(11 + 61)))
                .as("after a calm minute")
                .isEqualTo(Duration.ofSeconds(1));

        Backoff hasty = new Backoff(Duration.ofSeconds(1));
        hasty.afterDeath(0);
        assertThat(hasty.afterDeath(0)).isEqualTo(Duration.ofSeconds(1));
    }

    private Supervisor supervisor(ServiceProcess process) {
        return new Supervisor(List.of(process), Duration.ofSeconds(30), Backoff.LONGEST, said::add);
    }

    private ServiceSpec webServer(String name, int port) {
        String program =
                Path.of(System.getProperty("java.home"), "bin", "jwebserver").toString();
        return new ServiceSpec(
                name,
                List.of(program, "-b", "127.0.0.1", "-p", Integer.toString(port), "-d", directory.toString()),
                Map.of(),
                directory,
                directory.resolve(name + ".log"),
                "http://127.0.0.1:" + port + "/q/health/ready");
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
