package dev.atelier.autopilot.worker;

import static dev.atelier.autopilot.worker.TestJob.planned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.job.TrialResult;
import dev.atelier.autopilot.worker.learner.Algorithm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built jar, process by process, as the service runs it. */
class WorkerIT {

    private static final Map<String, Object> ENDLESS = Map.of("learning_rate", 1e-5, "num_leaves", 64);

    @TempDir
    Path directory;

    @Test
    void aKilledTrialLeavesTheOthersAndTheJobCompletes() throws Exception {
        TestJob job = bank();
        assertThat(run("profile", "--job", root(job))).isZero();
        job.plan(
                planned(0, Algorithm.LINEAR, Map.of()),
                planned(1, Algorithm.LIGHTGBM, ENDLESS),
                planned(2, Algorithm.XGBOOST, Map.of("rounds", 30)));
        assertThat(run("trial", "--job", root(job), "--trial", "0")).isZero();

        try (WorkerProcess victim = WorkerProcess.start(directory, "trial", "--job", root(job), "--trial", "1")) {
            Path events = job.directory().trial(1).events();
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            Files.exists(events) && Files.readString(events).contains("\"progress\""));
            victim.process().destroyForcibly();
            assertThat(victim.exitCode()).isEqualTo(137);
        }
        assertThat(run("trial", "--job", root(job), "--trial", "2")).isZero();
        assertThat(run("assemble", "--job", root(job))).isZero();

        assertThat(job.directory().trial(1).result()).doesNotExist();
        TrialResult ensemble = Json.read(job.directory().ensemble().result(), TrialResult.class);
        assertThat(ensemble.members()).extracting(TrialResult.Member::trial).isSubsetOf(0, 2);
        assertServes(job);
    }

    private void assertServes(TestJob job) throws Exception {
        Path model = job.directory().ensemble().model();
        Path scored = directory.resolve("scored.csv");
        assertThat(run(
                        "score",
                        "--model",
                        model.toString(),
                        "--input",
                        directory.resolve("input.csv").toString(),
                        "--output",
                        scored.toString()))
                .isZero();
        Path secret = Files.writeString(directory.resolve("secret"), "abc\n");
        Path ready = directory.resolve("ready.json");
        try (WorkerProcess server = WorkerProcess.start(
                directory,
                "serve",
                "--model",
                model.toString(),
                "--port",
                "0",
                "--secret-file",
                secret.toString(),
                "--ready-file",
                ready.toString())) {
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(ready));
            Map<?, ?> announced = Json.read(ready, Map.class);
            assertThat(((Number) announced.get("pid")).longValue())
                    .isEqualTo(server.process().pid());
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + announced.get("port") + "/invocations"))
                    .header("Authorization", "Bearer abc")
                    .header("Content-Type", "text/csv")
                    .POST(HttpRequest.BodyPublishers.ofFile(directory.resolve("input.csv")))
                    .build();
            try (HttpClient client = HttpClient.newHttpClient()) {
                assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo(Files.readString(scored));
            }
            server.process().destroy();
            assertThat(server.exitCode()).isIn(0, 143);
        }
    }

    @Test
    void aTrialEndsAtItsDeadlineWithATrace() throws Exception {
        TestJob job = bank();
        assertThat(run("profile", "--job", root(job))).isZero();
        job.plan(planned(0, Algorithm.LIGHTGBM, ENDLESS));

        long start = System.nanoTime();
        int code = run("trial", "--job", root(job), "--trial", "0", "--deadline-seconds", "0.6");

        assertThat(code).isEqualTo(ExitCode.DEADLINE.code());
        assertThat((System.nanoTime() - start) / 1e9).isLessThan(10);
        assertThat(Json.read(job.directory().trial(0).failure(), Map.class).get("code"))
                .isEqualTo("deadline-exceeded");
        assertThat(run("assemble", "--job", root(job))).isEqualTo(ExitCode.NOT_READY.code());
    }

    @Test
    void refusalsAndWrongUsageHaveTheirOwnCodes() throws Exception {
        TestJob binary = TestJob.onText(directory, "PK\u0003\u0004\u0000", "y", Map.of());
        assertThat(run("profile", "--job", root(binary))).isEqualTo(ExitCode.REFUSED.code());
        assertThat(Json.read(binary.directory().refusal(), Map.class).get("code"))
                .isEqualTo("dataset-not-csv");
        assertThat(run("trial", "--job", root(binary), "--trial", "0")).isEqualTo(ExitCode.USAGE.code());
        assertThat(run("trial", "--jobb", root(binary))).isEqualTo(ExitCode.USAGE.code());
        assertThat(run("profile", "--job", directory.resolve("nowhere").toString()))
                .isEqualTo(ExitCode.USAGE.code());
        try (WorkerProcess version = WorkerProcess.start(directory, "version")) {
            assertThat(version.exitCode()).isZero();
            assertThat(version.output()).startsWith("atelier-worker ");
        }
    }

    private TestJob bank() throws IOException {
        return TestJob.onResource(directory, "bank.csv", "y", Map.of("objectiveMetric", "AUC"));
    }

    private int run(String... arguments) throws IOException, InterruptedException {
        return WorkerProcess.run(directory, arguments);
    }

    private static String root(TestJob job) {
        return job.directory().root().toString();
    }
}
