package dev.atelier.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LeftoversTest {

    /** A benchmark that waits for its child process, which writes where it writes. */
    static final class Waiting {

        public static void main(String[] arguments) throws IOException, InterruptedException {
            Leftovers.endWithThisProcess();
            Process child = new ProcessBuilder("sleep", "60").inheritIO().start();
            System.out.println("started");
            child.waitFor();
        }
    }

    @Test
    @Timeout(60)
    void aSignalEndsChildProcessesToo() throws IOException {
        Process benchmark = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Waiting.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output = benchmark.inputReader()) {
            assertThat(output.readLine()).isEqualTo("started");

            benchmark.toHandle().destroy();

            // the output ends when nobody is left who could write to it
            assertThat(output.readLine()).isNull();
        } finally {
            benchmark.destroyForcibly();
        }
    }
}
