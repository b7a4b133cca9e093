package dev.atelier.autopilot.worker.ensemble;

import static dev.atelier.autopilot.worker.TestJob.planned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.autopilot.worker.TestJob;
import dev.atelier.autopilot.worker.artefact.Model;
import dev.atelier.autopilot.worker.artefact.ModelFile;
import dev.atelier.autopilot.worker.data.CsvReader;
import dev.atelier.autopilot.worker.data.Table;
import dev.atelier.autopilot.worker.job.TrialResult;
import dev.atelier.autopilot.worker.learner.Algorithm;
import dev.atelier.autopilot.worker.serve.RowReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that hold some cases more than once. */
class RecallTest {

    private static final int CASES = 400;
    private static final int ROWS = 800;

    @TempDir
    Path directory;

    @Test
    void rowsThatWereLearnedFromAreRecalledWhereTheirTargetsAgree() throws IOException {
        TestJob job = job("agreeing", "Regression", "RMSE", RecallTest::twice, RecallTest::twice);

        TrialResult best = job.trial(0);
        TrialResult ensemble = job.assembled();

        assertThat(ensemble.objectiveValue())
                .as("half of what cannot be predicted is known")
                .isLessThan(0.8 * best.objectiveValue());
        assertThat(ensemble.description()).contains("recalled");
        try (Model model = ModelFile.read(job.directory().ensemble().model())) {
            Table known = rows(model, value(3), value(4));
            double[] recalled = model.predict(known);
            assertThat(recalled[0]).isCloseTo(target(3), within(0.1));
            assertThat(recalled[1]).isCloseTo(target(4), within(0.1));
            assertThat(model.predictFold(0, known)[0])
                    .as("a fold's models do not recall the fold's own rows")
                    .isNotCloseTo(target(3), within(1e-6));
            Table unknown = rows(model, "1.23456,k3");
            assertThat(model.predict(unknown)).containsExactly(withoutMemory(job, unknown));
            assertThat(model.predict(rows(model, value(4)))).containsExactly(recalled[1]);
        }
    }

    @Test
    void classesAreRecalledToo() throws IOException {
        TestJob job = job("classes", "MulticlassClassification", "Accuracy", RecallTest::twice, RecallTest::twice);

        TrialResult best = job.trial(0);

        assertThat(job.assembled().objectiveValue()).isGreaterThan(best.objectiveValue() + 0.15);
        try (Model model = ModelFile.read(job.directory().ensemble().model())) {
            double[] probabilities = model.predict(rows(model, value(3)));
            assertThat(probabilities[label(3)]).isGreaterThan(0.8);
            assertThat(probabilities[0] + probabilities[1] + probabilities[2]).isCloseTo(1, within(1e-9));
        }
    }

    /** The same cases again, but with other targets: there is nothing to be recalled, and nothing is. */
    @Test
    void nothingIsRecalledWhereTheTargetsOfLikeRowsDiffer() throws IOException {
        TestJob job = job("differing", "Regression", "RMSE", RecallTest::twice, i -> i);

        TrialResult best = job.trial(0);
        TrialResult ensemble = job.assembled();

        assertThat(ensemble.description()).doesNotContain("recalled");
        assertThat(ensemble.objectiveValue()).isCloseTo(best.objectiveValue(), within(1e-9));
    }

    @Test
    void nothingIsRecalledWhereNoRowIsThereTwice() throws IOException {
        TestJob job = job("single", "Regression", "RMSE", i -> i, i -> i);

        job.trial(0);

        assertThat(job.assembled().description()).doesNotContain("recalled");
    }

    private static int twice(int row) {
        return row % CASES;
    }

    /** A job with one candidate, whose rows are cases that have a target which no column tells. */
    private TestJob job(String name, String type, String metric, IntUnaryOperator caseOf, IntUnaryOperator targetOf)
            throws IOException {
        StringBuilder csv = new StringBuilder("x,z,y\n");
        for (int i = 0; i < ROWS; i++) {
            int number = targetOf.applyAsInt(i);
            csv.append(value(caseOf.applyAsInt(i)))
                    .append(',')
                    .append(type.equals("Regression") ? target(number) : "c" + label(number))
                    .append('\n');
        }
        return TestJob.onText(
                        directory.resolve(name),
                        csv.toString(),
                        "y",
                        Map.of("problemType", type, "objectiveMetric", metric, "minRows", 100))
                .profiled()
                .plan(planned(0, Algorithm.LINEAR, Map.of()));
    }

    private static String value(int number) {
        return new Random(number).nextGaussian() + ",k" + number % 7;
    }

    private static double target(int number) {
        return new Random(number * 31L + 5).nextGaussian();
    }

    private static int label(int number) {
        return new Random(number * 31L + 5).nextInt(3);
    }

    private static Table rows(Model model, String... rows) throws IOException {
        try (CsvReader reader = new CsvReader(new StringReader("x,z\n" + String.join("\n", List.of(rows)) + "\n"))) {
            return RowReader.read(model.manifest(), reader);
        }
    }

    private static double[] withoutMemory(TestJob job, Table table) throws IOException {
        try (Model trial = ModelFile.read(job.directory().trial(0).model())) {
            return trial.predict(table);
        }
    }
}
