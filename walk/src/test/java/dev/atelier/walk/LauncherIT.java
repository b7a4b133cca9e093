package dev.atelier.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LauncherIT {
    private static final List<String> SERVICES = List.of("studio-service", "autopilot-service", "billing-service");

    private final RunningAtelier atelier = new RunningAtelier();

    @AfterEach
    void down() {
        atelier.close();
    }

    @Test
    void startsOnceRefusesBusyPortsSurvivesTheLaunchersDeathAndLeavesNothing() throws IOException {
        RunningAtelier.Answer first = atelier.up();

        assertThat(first.exit()).as(first.output()).isZero();
        assertThat(first.output())
                .contains("Atelier is up", atelier.studio(), atelier.autopilot(), atelier.billing())
                .contains(atelier.token())
                .containsPattern("JupyterLab +" + atelier.studio() + "/");
        assertThat(atelier.home().resolve("logs"))
                .isDirectoryRecursivelyContaining("glob:**.log")
                .isDirectoryNotContaining(log -> contains(log, atelier.token()));
        List<Long> pids = pids();

        RunningAtelier.Answer again = atelier.up();

        assertThat(again.exit()).as(again.output()).isZero();
        assertThat(again.output()).contains("up already").containsPattern("JupyterLab +" + atelier.studio() + "/");
        assertThat(pids()).isEqualTo(pids);
        assertThat(atelier.atelier("status").exit()).isZero();

        anotherHomeOnTheSamePortsIsRefused();

        long supervisor = atelier.pid("supervisor");
        atelier.kill("supervisor");
        await().until(() -> ProcessHandle.of(supervisor).isEmpty()
                || !ProcessHandle.of(supervisor).get().isAlive());
        RunningAtelier.Answer adopted = atelier.up();

        assertThat(adopted.exit()).as(adopted.output()).isZero();
        assertThat(adopted.output()).contains("adopted");
        assertThat(pids()).as("the services run on").isEqualTo(pids);

        RunningAtelier.Answer down = atelier.atelier("down");

        assertThat(down.exit()).as(down.output()).isZero();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(atelier.processes()).isEmpty());
        assertThat(atelier.atelier("status").exit()).isEqualTo(3);
    }

    private void anotherHomeOnTheSamePortsIsRefused() {
        RunningAtelier other = new RunningAtelier();
        try {
            RunningAtelier.Answer refused =
                    other.atelier("up", "--detach", "--port-base", Integer.toString(atelier.portBase()));

            assertThat(refused.exit()).isNotZero();
            assertThat(refused.output())
                    .contains("Port " + atelier.portBase() + " (for studio-service) is in use by pid "
                            + atelier.pid("studio-service"))
                    .contains("--port-base");
        } finally {
            other.close();
        }
    }

    private List<Long> pids() {
        return SERVICES.stream().map(atelier::pid).toList();
    }

    private static boolean contains(java.nio.file.Path file, String text) {
        try (Stream<String> lines = java.nio.file.Files.lines(file)) {
            return lines.anyMatch(line -> line.contains(text));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
