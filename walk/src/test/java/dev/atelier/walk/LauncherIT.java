package dev.atelier.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
        String jupyterLab = jupyterLab(first.output());
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

        controlCStopsEverything(jupyterLab);
    }

    /** The second start keeps what the first one made: JupyterLab belongs to the same domain and user. */
    private void controlCStopsEverything(String jupyterLab) throws IOException {
        Path output = Files.createTempFile("foreground", ".log");
        Process up = atelier.begin(output, "up");
        await().atMost(Duration.ofMinutes(3))
                .until(() -> Files.readString(output).contains("Ctrl-C stops everything") || !up.isAlive());
        assertThat(up.isAlive()).as(Files.readString(output)).isTrue();
        assertThat(jupyterLab(Files.readString(output))).isEqualTo(jupyterLab);

        new ProcessBuilder("kill", "-INT", Long.toString(up.pid())).start();

        await().atMost(Duration.ofMinutes(1)).until(() -> !up.isAlive());
        assertThat(output).content().endsWith("Atelier is down\n");
        assertThat(atelier.processes()).isEmpty();
        Files.delete(output);
    }

    /** Where the pre-signed URL of a greeting leads. */
    private static String jupyterLab(String greeting) {
        Matcher url = Pattern.compile("JupyterLab +(http\\S+)").matcher(greeting);
        assertThat(url.find()).as(greeting).isTrue();
        try (HttpClient browser = HttpClient.newHttpClient()) {
            return browser.send(
                            HttpRequest.newBuilder(URI.create(url.group(1))).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .headers()
                    .firstValue("Location")
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
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

    private static boolean contains(Path file, String text) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.anyMatch(line -> line.contains(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
