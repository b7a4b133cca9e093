package dev.atelier.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {
    @TempDir
    private Path directory;

    @Test
    void processIsKnownByPidAndStartTime() {
        Process sleep = start(Map.of(), "sleep", "600");
        ProcessId id = ProcessId.of(sleep.toHandle());

        assertThat(id.alive()).isTrue();
        assertThat(new ProcessId(id.pid(), id.startMillis() - 60_000).alive())
                .as("the same pid, started at another time")
                .isFalse();

        Processes.end(List.of(id), Duration.ofSeconds(5));
        assertThat(id.alive()).isFalse();
    }

    @Test
    void processThatIgnoresTheRequestIsKilled() {
        Process stubborn = start(Map.of(), "sh", "-c", "trap '' TERM; while :; do sleep 1; done");
        ProcessId id = ProcessId.of(stubborn.toHandle());

        Processes.end(List.of(id), Duration.ofMillis(300));

        assertThat(id.alive()).isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void sweepEndsExactlyWhatCarriesTheMarkDescendantsIncluded() {
        String mark = UUID.randomUUID().toString();
        Process marked = start(Map.of("ATELIER_TEST_MARK", mark), "sh", "-c", "sleep 600 & sleep 600");
        Process other = start(Map.of("ATELIER_TEST_MARK", mark + "0"), "sleep", "600");
        await().until(() ->
                Processes.marked(("ATELIER_TEST_MARK=" + mark)::equals).size() == 3);

        int ended = Processes.sweep(("ATELIER_TEST_MARK=" + mark)::equals, Duration.ofSeconds(5));

        assertThat(ended).isEqualTo(3);
        assertThat(marked.toHandle()).matches(handle -> !ProcessId.of(handle).alive());
        assertThat(other.isAlive()).isTrue();
        Processes.end(List.of(ProcessId.of(other.toHandle())), Duration.ofSeconds(5));
    }

    @Test
    void environmentIsNotInherited() {
        assertThat(System.getenv()).containsKey("PATH").hasSizeGreaterThan(3);
        Path log = directory.resolve("environment.log");
        Process env = Processes.detached(List.of("env"), Map.of("ONLY", "this"), directory, log);

        await().until(() -> !env.isAlive());

        assertThat(log).content().contains("ONLY=this").contains("PATH=").doesNotContain("JAVA_HOME=");
    }

    @Test
    void busyPortNamesItsOwner() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(PortOwner.free(socket.getLocalPort())).isFalse();
            if (OS.LINUX.isCurrentOs()) {
                assertThat(PortOwner.describe(socket.getLocalPort()))
                        .startsWith("pid " + ProcessHandle.current().pid() + " (");
            }
        }
    }

    @Test
    void lockIsHeldOnceAndCanBeReleased() {
        Path file = directory.resolve("deep/lock");
        var lock = FileLocks.tryLock(file).orElseThrow();
        assertThat(FileLocks.tryLock(file)).isEmpty();

        FileLocks.release(lock);

        var again = FileLocks.tryLock(file);
        assertThat(again).isPresent();
        FileLocks.release(again.get());
    }

    private Process start(Map<String, String> environment, String... command) {
        return Processes.detached(List.of(command), environment, directory, directory.resolve("output.log"));
    }
}
