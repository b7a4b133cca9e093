package dev.atelier.autopilot.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.autopilot.worker.job.JobDirectory;
import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.learner.Algorithm;
import dev.atelier.autopilot.worker.run.RunResult;
import dev.atelier.autopilot.worker.search.Plan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole engine, as the bench and the command line run it. */
class RunIT {

    private static final double BUDGET = 12;

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
                "2",
                "--seed",
                "5"));
        arguments.addAll(List.of(more));
        return WorkerProcess.run(directory, arguments.toArray(String[]::new));
    }

    private RunResult result(String name) throws IOException {
        return Json.read(job(name).root().resolve("run.json"), RunResult.class);
    }

    private JobDirectory job(String name) {
        return new JobDirectory(directory.resolve(name));
    }
}
