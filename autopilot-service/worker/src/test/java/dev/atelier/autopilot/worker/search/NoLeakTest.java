package dev.atelier.autopilot.worker.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.autopilot.worker.TestJob;
import dev.atelier.autopilot.worker.data.Column;
import dev.atelier.autopilot.worker.data.DataFile;
import dev.atelier.autopilot.worker.data.Dataset;
import dev.atelier.autopilot.worker.data.Folds;
import dev.atelier.autopilot.worker.data.Table;
import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.learner.Algorithm;
import dev.atelier.autopilot.worker.learner.Progress;
import dev.atelier.autopilot.worker.profile.Profile;
import dev.atelier.autopilot.worker.search.CrossValidation.FoldFit;
import dev.atelier.autopilot.worker.search.Plan.PlannedTrial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing of the rows on which a fold is measured gets into what it learns. */
class NoLeakTest {

    private static final CrossValidation.Listener SILENT = new CrossValidation.Listener() {
        @Override
        public void started(int fold) {
            // Not of interest.
        }

        @Override
        public Progress progress(int fold) {
            return Progress.NONE;
        }

        @Override
        public void finished(FoldFit fit) {
            // Not of interest.
        }
    };

    @TempDir
    Path directory;

    @Test
    void noLearnerEncoderOrEnsembleIsBetterThanChanceOnNoise() throws IOException {
        TestJob job = noise().plan(TestJob.planned(0, Algorithm.LINEAR, Map.of()));
        PlannedTrial[] trials = {
            TestJob.planned(0, Algorithm.LINEAR, Map.of()),
            TestJob.planned(1, Algorithm.LIGHTGBM, Map.of("rounds", 60, "target_encoding", true, "interactions", true)),
            TestJob.planned(2, Algorithm.XGBOOST, Map.of("rounds", 40, "target_encoding", true)),
            TestJob.planned(3, Algorithm.EXTRA_TREES, Map.of("rounds", 40)),
            TestJob.planned(4, Algorithm.RANDOM_FOREST, Map.of("rounds", 40, "target_encoding", true)),
            TestJob.planned(5, Algorithm.MLP, Map.of("rounds", 8, "hidden_size", 32)),
            TestJob.planned(6, Algorithm.K_NEIGHBORS, Map.of("rounds", 40)),
            TestJob.planned(
                    7, Algorithm.OBLIVIOUS_TREES, Map.of("rounds", 40, "target_encoding", true, "interactions", true))
        };
        job.plan(trials);

        for (PlannedTrial trial : trials) {
            assertThat(job.trial(trial.trial()).objectiveValue())
                    .as(trial.name())
                    .isBetween(0.44, 0.56);
        }
        assertThat(job.assembled().objectiveValue()).isBetween(0.44, 0.56);
    }

    /** Whatever the rows of a fold hold, the encoders of that fold's model are the same; those of the other folds, which learn from them, are not. */
    @ParameterizedTest
    @EnumSource(
            value = Algorithm.class,
            names = {"LINEAR", "LIGHTGBM", "K_NEIGHBORS", "MLP"})
    void encodersNeverSawTheFoldTheyAreMeasuredOn(Algorithm algorithm) throws IOException {
        TestJob job = noise();
        Dataset data = DataFile.read(job.directory().data());
        Folds folds = Folds.read(job.directory().folds());
        Profile profile = job.profile();
        PlannedTrial trial =
                TestJob.planned(0, algorithm, Map.of("rounds", 2, "target_encoding", true, "interactions", true));

        List<FoldFit> before = fits(data, folds, profile, trial);
        List<FoldFit> after = fits(changed(data, folds.validationRows(0)), folds, profile, trial);

        assertThat(Json.bytes(after.getFirst().model().pipeline()))
                .isEqualTo(Json.bytes(before.getFirst().model().pipeline()));
        assertThat(Json.bytes(after.get(1).model().pipeline()))
                .isNotEqualTo(Json.bytes(before.get(1).model().pipeline()));
        before.forEach(fit -> fit.model().model().close());
        after.forEach(fit -> fit.model().model().close());
    }

    private static List<FoldFit> fits(Dataset data, Folds folds, Profile profile, PlannedTrial trial) {
        return new CrossValidation(
                        data,
                        folds,
                        profile.problemType(),
                        profile.classLabels().size(),
                        profile.inputs(),
                        1,
                        7)
                .run(trial, Deadline.NONE, SILENT);
    }

    /** All values of the rows replaced: numbers far away, one category, the other target. */
    private static Dataset changed(Dataset data, int[] rows) {
        List<Column> columns = data.features().columns().stream()
                .map(column -> column.select(
                        java.util.stream.IntStream.range(0, column.rows()).toArray()))
                .toList();
        double[] target = data.target().clone();
        for (int row : rows) {
            target[row] = 1 - target[row];
            for (Column column : columns) {
                switch (column) {
                    case Column.Numbers numbers -> numbers.values()[row] = 1e6;
                    case Column.Strings strings -> strings.codes()[row] = 0;
                }
            }
        }
        return new Dataset(new Table(data.rows(), columns), target);
    }

    private TestJob noise() throws IOException {
        Random random = new Random(4);
        StringBuilder csv = new StringBuilder("a,b,c,d,y\n");
        for (int i = 0; i < 1500; i++) {
            csv.append(random.nextGaussian()).append(',').append(random.nextInt(100));
            csv.append(",k")
                    .append(random.nextInt(300))
                    .append(",v")
                    .append(random.nextInt(4))
                    .append(',');
            csv.append(random.nextBoolean() ? "yes" : "no").append('\n');
        }
        return TestJob.onText(directory, csv.toString(), "y", Map.of("objectiveMetric", "AUC"))
                .profiled();
    }
}
