package dev.atelier.autopilot.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.autopilot.worker.artefact.Model;
import dev.atelier.autopilot.worker.artefact.ModelFile;
import dev.atelier.autopilot.worker.job.TrialResult;
import dev.atelier.autopilot.worker.learner.Algorithm;
import dev.atelier.autopilot.worker.search.Plan.PlannedTrial;
import dev.atelier.autopilot.worker.serve.FileScorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables as people have them: every learner trains on them, the ensemble finds what there is to find, and the file can be scored. */
class EdgeCaseTest {

    /** A short trial of every learner. */
    static final PlannedTrial[] EVERYONE = {
        TestJob.planned(0, Algorithm.LINEAR, Map.of()),
        TestJob.planned(1, Algorithm.LIGHTGBM, Map.of("rounds", 25, "target_encoding", true, "interactions", true)),
        TestJob.planned(2, Algorithm.XGBOOST, Map.of("rounds", 15, "max_depth", 4)),
        TestJob.planned(3, Algorithm.EXTRA_TREES, Map.of("rounds", 15)),
        TestJob.planned(4, Algorithm.RANDOM_FOREST, Map.of("rounds", 15)),
        TestJob.planned(5, Algorithm.MLP, Map.of("rounds", 4, "hidden_size", 16)),
        TestJob.planned(6, Algorithm.K_NEIGHBORS, Map.of("rounds", 10)),
        TestJob.planned(7, Algorithm.OBLIVIOUS_TREES, Map.of("rounds", 15, "target_encoding", true))
    };

    @TempDir
    Path directory;

    static Stream<Arguments> tables() {
        Random random = new Random(3);
        return Stream.of(
                table(
                        "1 % of one class",
                        "AUC", 0.9, 3000, "x,z,y", i -> {
                            boolean rare = i % 100 == 0;
                            return (rare ? 2 : 0) + random.nextGaussian() / 2 + "," + i % 7 + ","
                                    + (rare ? "fraud" : "fine");
                        }),
                table("2,000 columns", "AUC", 0.7, 400, wideHeader(), _ -> wideRow(random)),
                table(
                        "columns without values",
                        "AUC",
                        0.9,
                        500,
                        "empty,x,void,y",
                        i -> "," + i % 10 + ",NA," + (i % 10 < 5 ? "a" : "b")),
                table(
                        "a category of thousands",
                        "AUC",
                        0.9,
                        3000,
                        "street,x,y",
                        i -> "street " + i * 7919 % 2300 + "," + i % 10 + "," + (i % 10 < 5 ? "a" : "b")),
                table("dates", "AUC", 0.9, 800, "when,x,y", i -> {
                    LocalDate day = LocalDate.of(2020, 1, 1).plusDays(i * 31L % 1400);
                    return day + "," + i % 3 + "," + (day.getMonthValue() > 6 ? "late" : "early");
                }),
                table("free text", "AUC", 0.85, 800, "note,x,y", i -> {
                    boolean angry = random.nextBoolean();
                    String words = IntStream.range(0, 12)
                            .mapToObj(k -> "word" + random.nextInt(400))
                            .reduce("", (a, b) -> a + " " + b);
                    return '"' + words + (angry ? " refund, \"\"never\"\" again" : " thanks") + "\"," + i % 5 + ","
                            + (angry ? 1 : 0);
                }),
                table(
                        "every row fifty times",
                        "AUC",
                        0.9,
                        1000,
                        "x,z,y",
                        i -> i % 20 + "," + i % 20 * 3 % 7 + "," + i % 20 / 10),
                table(
                        "a target that is 0 in most folds",
                        "R2",
                        -1e9,
                        600,
                        "x,z,y",
                        i -> i % 11 + "," + i * 7 % 13 + "," + (i == 17 || i == 300 ? "12.5" : "0")),
                table(
                        "numbers in quotes and with zeros in front",
                        "AUC",
                        0.9,
                        600,
                        "code,x,y",
                        i -> "\"00" + i % 10 + "\",\"" + i % 4 + "\"," + (i % 10 < 5 ? "a" : "b")),
                table(
                        "names with spaces and Unicode",
                        "AUC",
                        0.9,
                        600,
                        "größe (cm),年齢 , \"a, \"\"b\"\"\",y",
                        i -> i % 10 + "," + i % 4 + "," + "é" + i % 3 + "," + (i % 10 < 5 ? "ja" : "nein")));
    }

    private static Arguments table(
            String name, String metric, double atLeast, int rows, String header, IntFunction<String> row) {
        StringBuilder csv = new StringBuilder(header).append('\n');
        for (int i = 0; i < rows; i++) {
            csv.append(row.apply(i)).append('\n');
        }
        return Arguments.of(name, metric, atLeast, rows, csv.toString());
    }

    private static String wideHeader() {
        StringBuilder header = new StringBuilder();
        for (int j = 0; j < 2000; j++) {
            header.append('c').append(j).append(',');
        }
        return header.append('y').toString();
    }

    private static String wideRow(Random random) {
        StringBuilder row = new StringBuilder();
        double sum = 0;
        for (int j = 0; j < 2000; j++) {
            int value = random.nextInt(100);
            sum += j < 3 ? value : 0;
            row.append(value).append(',');
        }
        return row.append(sum > 150 ? "high" : "low").toString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tables")
    void trainsAndScores(String name, String metric, double atLeast, int rows, String csv) throws IOException {
        TestJob job = TestJob.onText(
                        directory,
                        csv,
                        "y",
                        metric.equals("R2")
                                ? Map.of("objectiveMetric", metric, "minRows", 100, "problemType", "Regression")
                                : Map.of("objectiveMetric", metric, "minRows", 100))
                .profiled()
                .plan(EVERYONE);

        for (PlannedTrial trial : EVERYONE) {
            TrialResult result = job.trial(trial.trial());
            assertThat(result.objectiveValue()).as(trial.name()).isFinite();
            assertThat(result.metrics())
                    .as(trial.name())
                    .allSatisfy(value -> assertThat(value.value()).isFinite());
        }
        TrialResult ensemble = job.assembled();

        assertThat(ensemble.objectiveValue()).isGreaterThanOrEqualTo(atLeast);
        Path output = directory.resolve("scored.csv");
        try (Model model = ModelFile.read(job.directory().ensemble().model())) {
            new FileScorer(model).score(directory.resolve("input.csv"), output);
        }
        assertThat(Files.readAllLines(output))
                .hasSize(rows + 1)
                .allSatisfy(line -> assertThat(Arrays.asList(line.split(",", -1)))
                        .noneMatch(value -> value.isEmpty() || value.equals("NaN")));
    }
}
