package dev.atelier.autopilot.worker.learner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.autopilot.worker.feature.Matrix;
import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.job.ProblemType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RowTreesTest {

    private static final int ROWS = 2000;
    private static final int COLUMNS = 5;

    private static Stream<Arguments> everyCase() {
        return Stream.of("LIGHTGBM", "XGBOOST")
                .flatMap(library -> Stream.concat(
                        Stream.of(ProblemType.values()).map(type -> Arguments.of(library, type, "regression")),
                        Stream.of("poisson", "tweedie")
                                .map(loss -> Arguments.of(library, ProblemType.REGRESSION, loss))));
    }

    @ParameterizedTest
    @MethodSource("everyCase")
    void sayOfARowAloneWhatTheLibrarySaysOfAll(String library, ProblemType type, String loss) {
        boolean lightGbm = library.equals("LIGHTGBM");
        Learner learner = lightGbm ? new LightGbmLearner() : new XGBoostLearner();
        int outputs = type.outputs(classes(type));
        try (FittedModel model = fit(learner, type, loss)) {
            Matrix rows = sample(type, 9).matrix();
            double[] all = model.predict(rows);
            RowTrees trees = Objects.requireNonNull(
                    lightGbm ? LightGbmTrees.of(model.bytes(), outputs) : XGBoostTrees.of(model.bytes(), outputs));

            double[] alone = new double[all.length];
            double[] served = new double[all.length];
            for (int i = 0; i < ROWS; i++) {
                Matrix row = rows.slice(i, i + 1);
                System.arraycopy(trees.predict(row.values()), 0, alone, i * outputs, outputs);
                System.arraycopy(model.predict(row), 0, served, i * outputs, outputs);
            }

            assertThat(alone).containsExactly(all);
            assertThat(served).containsExactly(all);
        }
    }

    @Test
    void takeNumbersThatAreTooLargeForAFloat() {
        double[] values = {1e300, 0, 0, 0, 1, -1e300, Double.NaN, 3.5e38, 1, 2};
        Matrix rows = new Matrix(2, COLUMNS, values, List.of(3, 4));
        try (FittedModel model = fit(new XGBoostLearner(), ProblemType.REGRESSION, "regression")) {
            RowTrees trees = Objects.requireNonNull(XGBoostTrees.of(model.bytes(), 1));

            double[] all = model.predict(rows);

            assertThat(trees.predict(rows.slice(0, 1).values())).containsExactly(all[0]);
            assertThat(trees.predict(rows.slice(1, 2).values())).containsExactly(all[1]);
        }
    }

    @Test
    void aNumberIsTheNearestOfTheLibrary() {
        assertThat(new float[] {XGBoost.number(0.1), XGBoost.number(-0.0), XGBoost.number(Double.NaN)})
                .containsExactly(0.1f, -0.0f, Float.NaN);
        assertThat(XGBoost.number(3.5e38)).isEqualTo(Float.MAX_VALUE);
        assertThat(XGBoost.number(-1e300)).isEqualTo(-Float.MAX_VALUE);
    }

    @Test
    void doNotReadWhatTheyDoNotKnow() {
        try (FittedModel model = fit(new LightGbmLearner(), ProblemType.REGRESSION, "regression")) {
            String text = new String(model.bytes(), java.nio.charset.StandardCharsets.UTF_8);

            assertThat(LightGbmTrees.of(bytes(text), 1)).isNotNull();
            assertThat(LightGbmTrees.of(bytes(text.replace("objective=regression", "objective=huber")), 1))
                    .isNull();
            assertThat(LightGbmTrees.of(bytes(text.replace("is_linear=0", "is_linear=1")), 1))
                    .isNull();
            assertThat(LightGbmTrees.of(bytes(text), 3)).isNull();
        }
    }

    @Test
    void giveWayToALibraryThatSaysSomethingElse() {
        try (FittedModel model = fit(new LightGbmLearner(), ProblemType.REGRESSION, "regression")) {
            Matrix row = sample(ProblemType.REGRESSION, 9).matrix().slice(0, 1);
            RowsAlone same = new RowsAlone(() -> LightGbmTrees.of(model.bytes(), 1), model::predict);
            RowsAlone other = new RowsAlone(
                    () -> LightGbmTrees.of(model.bytes(), 1),
                    rows -> Arrays.stream(model.predict(rows)).map(Math::nextUp).toArray());
            RowsAlone unreadable = new RowsAlone(
                    () -> {
                        throw new IllegalArgumentException("not a model");
                    },
                    model::predict);
            for (int i = 0; i < 20; i++) {
                other.predict(row);
                same.predict(row);
                unreadable.predict(row);
            }

            assertThat(same.predict(row)).containsExactly(model.predict(row));
            assertThat(other.predict(row)).isNull();
            assertThat(unreadable.predict(row)).isNull();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static FittedModel fit(Learner learner, ProblemType type, String loss) {
        return learner.fit(new FitTask(
                        type,
                        classes(type),
                        sample(type, 1),
                        sample(type, 2),
                        new Parameters(Map.of(Parameters.ROUNDS, 40, Parameters.LOSS, loss)),
                        3,
                        Deadline.NONE,
                        Progress.NONE))
                .model();
    }

    private static int classes(ProblemType type) {
        return switch (type) {
            case BINARY_CLASSIFICATION -> 2;
            case MULTICLASS_CLASSIFICATION -> 3;
            case REGRESSION -> 0;
        };
    }

    /** A number, one that is often missing, one that is mostly 0, a category of two and one of ninety, sometimes missing, sometimes unknown to training. */
    private static Sample sample(ProblemType type, int seed) {
        Random random = new Random(seed);
        double[] x = new double[ROWS * COLUMNS];
        double[] y = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            double a = random.nextGaussian();
            double b = random.nextInt(4) == 0 ? Double.NaN : Math.rint(10 * random.nextGaussian());
            double zeros = random.nextInt(3) == 0 ? random.nextGaussian() : random.nextBoolean() ? 0 : -0.0;
            int few = random.nextInt(2);
            int many = random.nextInt(seed == 9 ? 100 : 90);
            double score =
                    a + (Double.isNaN(b) ? 1 : b / 10) + zeros * few + Math.sin(many) + random.nextGaussian() / 4;
            System.arraycopy(
                    new double[] {a, b, zeros, few, random.nextInt(9) == 0 ? Double.NaN : many},
                    0,
                    x,
                    i * COLUMNS,
                    COLUMNS);
            y[i] = switch (type) {
                case BINARY_CLASSIFICATION -> score > 0.7 ? 1 : 0;
                case MULTICLASS_CLASSIFICATION -> score < -0.5 ? 0 : score < 1.5 ? 1 : 2;
                case REGRESSION -> Math.exp(score / 2);
            };
        }
        return new Sample(new Matrix(ROWS, COLUMNS, x, List.of(3, 4)), y);
    }
}
