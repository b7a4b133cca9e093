package dev.atelier.autopilot.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.autopilot.worker.job.JobDirectory;
import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.learner.Algorithm;
import dev.atelier.autopilot.worker.run.RunResult;
import dev.atelier.autopilot.worker.search.Plan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole engine, as the bench and the command line run it. */
class RunIT {

    private static final double BUDGET = 12;
    private static final Duration WAIT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private Path data;

    @BeforeEach
    void writeData() throws IOException {
        data = directory.resolve("bank.csv");
        try (InputStream in = RunIT.class.getResourceAsStream("/bank.csv")) {
            Files.write(data, in.readAllBytes());
        }
    }

    @Test
    void aTimedRunKeepsItsTimeAndComesAgainFromItsPlan() throws Exception {
        Path output = directory.resolve("out.csv");
        assertThat(run("timed", "--budget", "12", "--test", data.toString(), "--output", output.toString()))
                .isZero();

        RunResult result = result("timed");
        assertThat(result.seconds()).isLessThan(BUDGET + 3);
        assertThat(result.finishedTrials()).isPositive();
        assertThat(result.objectiveValue()).isGreaterThan(0.7);
        assertThat(Files.readAllLines(output)).hasSameSizeAs(Files.readAllLines(data));

        Path plan = job("timed").plan();
        assertThat(run("again", "--plan", plan.toString())).isZero();

        assertThat(Files.readAllBytes(job("again").ensemble().model()))
                .isEqualTo(Files.readAllBytes(job("timed").ensemble().model()));
    }

    @Test
    void aCandidateThatTheNativeLibraryRefusesIsOneFailure() throws Exception {
        Plan.PlannedTrial bad =
                TestJob.planned(1, Algorithm.LIGHTGBM, Map.of("learning_rate", "not a number", "rounds", 5));
        Path plan = directory.resolve("plan.json");
        Json.write(
                plan,
                new Plan(
                        1,
                        List.of(
                                TestJob.planned(0, Algorithm.LINEAR, Map.of()),
                                bad,
                                TestJob.planned(2, Algorithm.XGBOOST, Map.of("rounds", 20)))));

        assertThat(run("failing", "--plan", plan.toString())).isZero();

        RunResult result = result("failing");
        assertThat(result.finishedTrials()).isEqualTo(2);
        assertThat(result.failures()).singleElement().asString().startsWith(bad.name());
        assertThat(job("failing").trial(1).failure()).exists();
    }

    /** As the kernel does it when memory is short, or a native library that crashes. */
    @Test
    void aLaneThatIsKilledFailsOnlyWhatItRan() throws Exception {
        Path plan = endless(Map.of("num_leaves", 4));

        try (WorkerProcess worker = WorkerProcess.start(directory, arguments("killed", 1, "--plan", plan.toString()))) {
            Path events = job("killed").trial(0).events();
            await().atMost(WAIT)
                    .until(() ->
                            Files.exists(events) && Files.readString(events).contains("fold-started"));
            assertThat(worker.process().descendants().toList())
                    .as("one lane")
                    .singleElement()
                    .satisfies(lane -> assertThat(lane.destroyForcibly()).isTrue());

            assertThat(worker.exitCode()).isZero();
        }

        RunResult result = result("killed");
        assertThat(result.failures()).singleElement().asString().contains("SIGKILL");
        assertThat(result.finishedTrials()).isEqualTo(2);
        assertThat(job("killed").ensemble().model()).exists();
    }

    /** LightGBM keeps a histogram for each of so many leaves: memory that no Java heap bounds. */
    @Test
    void aCandidateThatNeedsTooMuchNativeMemoryFailsAlone() throws Exception {
        assumeThat(Files.exists(Path.of("/proc/self/status")))
                .as("memory can be seen")
                .isTrue();
        Path plan =
                endless(Map.of("num_leaves", 120_000, "min_data_in_leaf", 1, "max_bin", 4000, "min_data_in_bin", 1));

        assertThat(WorkerProcess.run(
                        directory, arguments("memory", 1, "--plan", plan.toString(), "--memory-megabytes", "700")))
                .isZero();

        RunResult result = result("memory");
        assertThat(result.failures()).singleElement().asString().contains("needed more than 700 MB");
        assertThat(result.finishedTrials()).isEqualTo(2);
    }

    /** A candidate that does not end by itself, and two that do. */
    private Path endless(Map<String, Object> more) throws IOException {
        Map<String, Object> parameters = new HashMap<>(more);
        parameters.put("rounds", 10_000);
        parameters.put("learning_rate", 1e-5);
        Path plan = directory.resolve("endless.json");
        Json.write(
                plan,
                new Plan(
                        1,
                        List.of(
                                TestJob.planned(0, Algorithm.LIGHTGBM, parameters),
                                TestJob.planned(1, Algorithm.LINEAR, Map.of()),
                                TestJob.planned(2, Algorithm.XGBOOST, Map.of("rounds", 20)))));
        return plan;
    }

    @Test
    void trainingGoesOnAfterItsEngineWasKilled() throws Exception {
        Path root = Files.createDirectories(directory.resolve("train"));
        TestJob job = TestJob.on(root, data, "y", java.util.Map.of("objectiveMetric", "AUC", "maxCandidates", 4))
                .profiled()
                .plan(
                        TestJob.planned(0, Algorithm.LINEAR, Map.of()),
                        TestJob.planned(1, Algorithm.LIGHTGBM, Map.of("rounds", 30)),
                        TestJob.planned(2, Algorithm.XGBOOST, Map.of("rounds", 30)));
        Files.createDirectories(job.directory().trial(1).root());

        assertThat(WorkerProcess.run(
                        directory, "train", "--job", job.directory().root().toString(), "--cores", "2"))
                .isZero();

        assertThat(job.directory().finishedTrials())
                .extracting(step -> step.root().getFileName().toString())
                .as("what had begun is not begun again, local search adds one")
                .containsExactly("0", "2", "3");
        assertThat(Files.readString(job.directory().trial(1).failure()))
                .contains("It was running when its engine ended");
        assertThat(Json.read(job.directory().plan(), Plan.class).trials()).hasSize(4);
    }

    private int run(String name, String... more) throws IOException, InterruptedException {
        return WorkerProcess.run(directory, arguments(name, 2, more));
    }

    private String[] arguments(String name, int cores, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "--job",
                job(name).root().toString(),
                "--data",
                data.toString(),
                "--target",
                "y",
                "--metric",
                "AUC",
                "--cores",
                Integer.toString(cores),
                "--seed",
                "5"));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private RunResult result(String name) throws IOException {
        return Json.read(job(name).root().resolve("run.json"), RunResult.class);
    }

    private JobDirectory job(String name) {
        return new JobDirectory(directory.resolve(name));
    }
}
