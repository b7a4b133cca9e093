package dev.atelier.autopilot.worker;

import static dev.atelier.autopilot.worker.TestJob.planned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.autopilot.worker.artefact.BagModel;
import dev.atelier.autopilot.worker.artefact.Model;
import dev.atelier.autopilot.worker.artefact.ModelFile;
import dev.atelier.autopilot.worker.data.DataFile;
import dev.atelier.autopilot.worker.data.Dataset;
import dev.atelier.autopilot.worker.data.Folds;
import dev.atelier.autopilot.worker.data.PredictionFile;
import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.job.StepException;
import dev.atelier.autopilot.worker.job.TrialResult;
import dev.atelier.autopilot.worker.learner.Algorithm;
import dev.atelier.autopilot.worker.search.Plan.PlannedTrial;
import dev.atelier.autopilot.worker.serve.FileScorer;
import dev.atelier.autopilot.worker.serve.InputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole jobs, in this process. */
class JobFlowTest {

    private static final PlannedTrial[] ONE_OF_EACH = {
        planned(0, Algorithm.LINEAR, Map.of()),
        planned(1, Algorithm.LIGHTGBM, Map.of("rounds", 80)),
        planned(2, Algorithm.XGBOOST, Map.of("rounds", 80, "max_depth", 4)),
        planned(3, Algorithm.LIGHTGBM, Map.of("rounds", 80, "num_leaves", 8, "target_encoding", true))
    };

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"bank.csv, y, AUC, 0.86", "car.csv, class, Accuracy, 0.93", "abalone.csv, Class_Rings, R2, 0.45"})
    void aJobScoresAsItWasMeasured(String resource, String target, String metric, double atLeast) throws IOException {
        Map<String, Object> request = resource.equals("abalone.csv")
                ? Map.of("objectiveMetric", metric, "problemType", "Regression")
                : Map.of("objectiveMetric", metric);
        TestJob job = TestJob.onResource(directory, resource, target, request)
                .profiled()
                .plan(ONE_OF_EACH);
        for (PlannedTrial trial : ONE_OF_EACH) {
            job.trial(trial.trial());
        }

        TrialResult result = job.assembled();

        assertThat(result.objectiveValue()).isGreaterThan(atLeast);
        assertThat(result.members()).isNotEmpty();
        assertThat(result.metrics()).extracting(TrialResult.MetricValue::name).contains(metric);
        for (PlannedTrial trial : ONE_OF_EACH) {
            assertFoldModelsRepeatTheirPredictions(job, trial.trial());
        }
        assertScoringEqualsTheModel(job, resource);
    }

    /** What the archive predicts for a fold's validation rows is what was measured. */
    private static void assertFoldModelsRepeatTheirPredictions(TestJob job, int trial) throws IOException {
        Dataset data = DataFile.read(job.directory().data());
        Folds folds = Folds.read(job.directory().folds());
        try (BagModel model =
                (BagModel) ModelFile.read(job.directory().trial(trial).model())) {
            int outputs = model.manifest().outputs();
            double[] measured = PredictionFile.read(job.directory().trial(trial).outOfFold(), data.rows(), outputs);
            for (int fold = 0; fold < folds.count(); fold++) {
                int[] rows = folds.validationRows(fold);
                double[] again = model.predictFold(fold, data.features().select(rows));
                for (int i = 0; i < rows.length * outputs; i++) {
                    double expected = measured[rows[i / outputs] * outputs + i % outputs];
                    assertThat(again[i]).isCloseTo(expected, within(1e-9));
                }
            }
        }
    }

    /** From the text of the CSV, through the file scorer, the ensemble gives what the model gives for the columns in memory. */
    private void assertScoringEqualsTheModel(TestJob job, String resource) throws IOException {
        Dataset data = DataFile.read(job.directory().data());
        Path output = directory.resolve("scored.csv");
        try (Model model = ModelFile.read(job.directory().ensemble().model())) {
            double[] expected = model.predict(data.features());
            new FileScorer(model).score(directory.resolve("input.csv"), output);
            List<String> lines = Files.readAllLines(output);
            assertThat(lines).as(resource).hasSize(data.rows() + 1);
            int outputs = model.manifest().outputs();
            for (int row = 0; row < data.rows(); row++) {
                String[] values = lines.get(row + 1).split(",", -1);
                for (int k = 0; k < outputs; k++) {
                    double scored = Double.parseDouble(values[values.length - outputs + k]);
                    assertThat(scored).isCloseTo(expected[row * outputs + k], within(1e-9));
                }
            }
        }
    }

    @Test
    void scoresLatin1AndGzipAndRefusesWhatIsNoRow() throws IOException {
        StringBuilder csv = new StringBuilder("town,x,y\n");
        for (int i = 0; i < 1000; i++) {
            csv.append(i % 2 == 0 ? "Zürich" : "Genève")
                    .append(',')
                    .append(i % 13)
                    .append(',')
                    .append(i % 2)
                    .append('\n');
        }
        TestJob job = TestJob.onText(directory, csv.toString(), "y", Map.of()).profiled();
        job.plan(planned(0, Algorithm.LINEAR, Map.of())).trial(0);
        Path rows = directory.resolve("rows.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(rows))) {
            out.write("x,town\n3,Genève\n4,Zürich\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        Path output = directory.resolve("out.csv");
        try (Model model = ModelFile.read(job.directory().trial(0).model())) {
            FileScorer scorer = new FileScorer(model);
            scorer.score(rows, output);
            assertThat(Files.readAllLines(output))
                    .extracting(line -> line.split(",", -1)[0])
                    .containsExactly("predicted_label", "1", "0");
            Path bad = Files.writeString(directory.resolve("bad.csv"), "x,town\n3,Genève\nmany,Zürich\n");
            assertThatThrownBy(() -> scorer.score(bad, output))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("Row 2, column 'x': 'many'");
        }
    }

    @Test
    void equalSeedsGiveEqualBytes() throws IOException {
        TestJob first = runBank(directory.resolve("first"), 11);
        TestJob second = runBank(directory.resolve("second"), 11);
        TestJob other = runBank(directory.resolve("other"), 12);

        assertThat(first.directory().ensemble().model())
                .hasSameBinaryContentAs(second.directory().ensemble().model());
        for (PlannedTrial trial : ONE_OF_EACH) {
            Path bytes = first.directory().trial(trial.trial()).model();
            assertThat(bytes)
                    .hasSameBinaryContentAs(
                            second.directory().trial(trial.trial()).model());
            assertThat(Files.mismatch(
                            bytes, other.directory().trial(trial.trial()).model()))
                    .isNotEqualTo(-1);
        }
    }

    private static TestJob runBank(Path root, int seed) throws IOException {
        TestJob job = TestJob.onResource(root, "bank.csv", "y", Map.of("seed", seed, "objectiveMetric", "AUC"))
                .profiled()
                .plan(ONE_OF_EACH);
        for (PlannedTrial trial : ONE_OF_EACH) {
            job.trial(trial.trial());
        }
        job.assembled();
        return job;
    }

    @Test
    void findsNothingInNoise() throws IOException {
        Random random = new Random(4);
        StringBuilder csv = new StringBuilder("a,b,c,d,y\n");
        for (int i = 0; i < 1500; i++) {
            csv.append(random.nextGaussian())
                    .append(',')
                    .append(random.nextInt(100))
                    .append(",k");
            csv.append(random.nextInt(300))
                    .append(",v")
                    .append(random.nextInt(4))
                    .append(',');
            csv.append(random.nextBoolean() ? "yes" : "no").append('\n');
        }
        TestJob job = TestJob.onText(directory, csv.toString(), "y", Map.of("objectiveMetric", "AUC"))
                .profiled()
                .plan(ONE_OF_EACH);

        for (PlannedTrial trial : ONE_OF_EACH) {
            assertThat(job.trial(trial.trial()).objectiveValue())
                    .as(trial.name())
                    .isBetween(0.44, 0.56);
        }
        assertThat(job.assembled().objectiveValue()).isBetween(0.44, 0.56);
    }

    @Test
    void aClassOfFewRowsIsLearnedButNotMeasured() throws IOException {
        StringBuilder csv = new StringBuilder("a,b,y\n");
        for (int i = 0; i < 1002; i++) {
            csv.append(i < 1000 ? i % 3 : 9).append(',').append(i * 7919 % 101).append(',');
            csv.append(i < 1000 ? "class" + i % 3 : "rare").append('\n');
        }
        TestJob job = TestJob.onText(directory, csv.toString(), "y", Map.of())
                .profiled()
                .plan(ONE_OF_EACH);
        for (PlannedTrial trial : ONE_OF_EACH) {
            job.trial(trial.trial());
        }

        TrialResult result = job.assembled();

        Folds folds = Folds.read(job.directory().folds());
        assertThat(folds.measuredRows()).hasSize(1000);
        assertThat(folds.trainingRows(0)).contains(1000, 1001);
        assertThat(result.objectiveValue()).isEqualTo(1);
        assertThat(result.metrics())
                .filteredOn(value -> value.name().equals("F1macro"))
                .singleElement()
                .satisfies(value -> assertThat(value.value()).isEqualTo(1));
        try (Model model = ModelFile.read(job.directory().trial(0).model())) {
            double[] rare = model.predict(
                    DataFile.read(job.directory().data()).features().select(1001));
            assertThat(rare).hasSize(4);
            assertThat(rare[3]).as("the rare class").isGreaterThan(0.5);
        }
    }

    @Test
    void aTrialKeepsItsTime() throws IOException {
        TestJob job = TestJob.onResource(directory, "bank.csv", "y", Map.of())
                .profiled()
                .plan(planned(0, Algorithm.LIGHTGBM, Map.of("learning_rate", 1e-5)));

        long start = System.nanoTime();
        TrialResult result = job.trial(0, Deadline.in(Duration.ofSeconds(2)));
        double seconds = (System.nanoTime() - start) / 1e9;

        assertThat(result.truncated()).isTrue();
        assertThat(seconds).isLessThan(4);
        assertThat(result.folds()).allSatisfy(fold -> assertThat(fold.rounds()).isPositive());
        assertThat(Files.readString(job.directory().trial(0).events())).contains("\"event\":\"fold-finished\"");
    }

    @Test
    void aTrialWithoutTimeFails() throws IOException {
        TestJob job = TestJob.onResource(directory, "bank.csv", "y", Map.of()).profiled();

        assertThatThrownBy(() -> job.trial(1, new Deadline(System.nanoTime()))).isInstanceOf(StepException.class);
        assertThat(job.directory().trial(1).result()).doesNotExist();
    }
}
