package dev.atelier.autopilot.worker.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.autopilot.worker.data.Column;
import dev.atelier.autopilot.worker.data.ColumnType;
import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.data.RowWeights;
import dev.atelier.autopilot.worker.data.Table;
import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.job.ProblemType;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeaturePipelineTest {

    private static final int ROWS = 200;
    private static final int[] TRAINING = IntStream.range(0, 100).toArray();
    private static final List<InputColumn> INPUTS = List.of(
            new InputColumn("number", ColumnType.NUMERIC, null, true),
            new InputColumn("skewed", ColumnType.NUMERIC, null, true),
            new InputColumn("category", ColumnType.CATEGORICAL, null, true),
            new InputColumn("date", ColumnType.DATE, null, true),
            new InputColumn("text", ColumnType.TEXT, null, true),
            new InputColumn("unused", ColumnType.IDENTIFIER, null, false));

    @ParameterizedTest
    @EnumSource(FeatureStyle.class)
    void learnsOnlyFromTrainingRows(FeatureStyle style) {
        FeaturePipeline fitted = FeaturePipeline.fit(INPUTS, style, table(1), TRAINING);

        assertThat(FeaturePipeline.fit(INPUTS, style, table(1000), TRAINING)).isEqualTo(fitted);
    }

    @ParameterizedTest
    @EnumSource(FeatureStyle.class)
    void survivesJson(FeatureStyle style) throws IOException {
        FeaturePipeline fitted = FeaturePipeline.fit(INPUTS, style, table(1), TRAINING);
        FeaturePipeline read = Json.read(Json.bytes(fitted), FeaturePipeline.class);

        assertThat(read.transform(table(1)).values())
                .isEqualTo(fitted.transform(table(1)).values());
    }

    @Test
    void scalesAndFillsForLinearModels() {
        FeaturePipeline fitted = FeaturePipeline.fit(INPUTS, FeatureStyle.LINEAR, table(1), TRAINING);
        Matrix matrix = fitted.transform(table(1), TRAINING);

        assertThat(matrix.values()).doesNotContain(Double.NaN);
        for (int j = 0; j < 1; j++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < matrix.rows(); i++) {
                double value = matrix.values()[i * matrix.columns() + j];
                sum += value;
                squares += value * value;
            }
            assertThat(sum / matrix.rows()).isCloseTo(0, within(1e-9));
            assertThat(squares / matrix.rows()).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void keepsMissingValuesAndCodesForTrees() {
        FeaturePipeline fitted = FeaturePipeline.fit(INPUTS, FeatureStyle.TREE, table(1), TRAINING);
        Matrix matrix = fitted.transform(table(1));

        assertThat(matrix.categorical()).containsExactly(2);
        assertThat(matrix.values()[0]).isNaN();
        int unseen = 150 * matrix.columns() + 2;
        assertThat(matrix.values()[unseen])
                .as("a category that training never saw")
                .isNaN();
    }

    @Test
    void meansOfTheTargetNeverTellARowItsOwn() {
        int[] codes = IntStream.range(0, ROWS).toArray();
        List<String> keys = IntStream.range(0, ROWS).mapToObj(i -> "key" + i).toList();
        Table table = new Table(ROWS, List.of(new Column.Strings("category", codes, keys)));
        List<InputColumn> inputs = List.of(new InputColumn("category", ColumnType.CATEGORICAL, null, true));
        int[] rows = codes.clone();
        double[] target = IntStream.range(0, ROWS).mapToDouble(i -> i % 2).toArray();
        RowTargets targets = new RowTargets(target, RowWeights.EQUAL, ProblemType.BINARY_CLASSIFICATION, 2);

        FeaturePipeline fitted = FeaturePipeline.fit(inputs, FeatureStyle.TREE, table, rows)
                .withTargetMeans(inputs, table, rows, targets);
        double[] served = fitted.transform(table, rows).values();
        double[] training = fitted.transformTraining(table, rows, targets).values();

        for (int i = 0; i < ROWS; i++) {
            assertThat(served[i * 2 + 1]).isCloseTo((10 * 0.5 + target[i]) / 11, within(1e-12));
            assertThat(training[i * 2 + 1])
                    .as("a key of one row has only the mean of the other parts")
                    .isBetween(0.4, 0.6);
        }
    }

    @Test
    void findsWhatOnlyPairsOfColumnsSay() throws IOException {
        Random random = new Random(3);
        double[] a = random.doubles(ROWS, 1, 2).toArray();
        double[] b = random.doubles(ROWS, 1, 2).toArray();
        double[] c = random.doubles(ROWS).toArray();
        int[] left = random.ints(ROWS, 0, 3).toArray();
        int[] right = random.ints(ROWS, 0, 3).toArray();
        Table table = new Table(
                ROWS,
                List.of(
                        new Column.Numbers("a", a),
                        new Column.Numbers("b", b),
                        new Column.Numbers("c", c),
                        new Column.Strings("left", left, List.of("x", "y", "z")),
                        new Column.Strings("right", right, List.of("x", "y", "z"))));
        List<InputColumn> inputs = List.of(
                new InputColumn("a", ColumnType.NUMERIC, null, true),
                new InputColumn("b", ColumnType.NUMERIC, null, true),
                new InputColumn("c", ColumnType.NUMERIC, null, true),
                new InputColumn("left", ColumnType.CATEGORICAL, null, true),
                new InputColumn("right", ColumnType.CATEGORICAL, null, true));
        int[] rows = IntStream.range(0, ROWS).toArray();
        double[] target = IntStream.range(0, ROWS)
                .mapToDouble(i -> a[i] / b[i] + (left[i] == right[i] ? 1 : 0))
                .toArray();
        RowTargets targets = new RowTargets(target, RowWeights.EQUAL, ProblemType.REGRESSION, 0);
        FeaturePipeline plain = FeaturePipeline.fit(inputs, FeatureStyle.TREE, table, rows);

        FeaturePipeline found = plain.withInteractions(inputs, table, rows, targets);

        List<Encoder> more = found.encoders()
                .subList(plain.encoders().size(), found.encoders().size());
        assertThat(more)
                .contains(new ArithmeticEncoder("a", "b", ArithmeticEncoder.Operation.QUOTIENT))
                .anySatisfy(encoder -> assertThat(encoder)
                        .isInstanceOfSatisfying(
                                CrossEncoder.class,
                                cross -> assertThat(cross.columns()).containsExactlyInAnyOrder("left", "right")));
        assertThat(List.of(found.origins(List.of("a", "b", "c", "left", "right"))))
                .hasSize(found.width())
                .anySatisfy(origin -> assertThat(origin).containsExactly(0, 1));
        Matrix matrix = found.transform(table);
        assertThat(Json.read(Json.bytes(found), FeaturePipeline.class)
                        .transform(table)
                        .values())
                .isEqualTo(matrix.values());
        int quotient =
                plain.width() + more.indexOf(new ArithmeticEncoder("a", "b", ArithmeticEncoder.Operation.QUOTIENT));
        assertThat(matrix.values()[quotient]).isEqualTo(a[0] / b[0]);
        assertThat(ArithmeticEncoder.Operation.QUOTIENT.of(1, 0)).isNaN();
        RowTargets noise = new RowTargets(random.doubles(ROWS).toArray(), RowWeights.EQUAL, ProblemType.REGRESSION, 0);
        assertThat(plain.withInteractions(inputs, table, rows, noise).encoders())
                .as("at most as many as there may be")
                .hasSizeLessThanOrEqualTo(plain.encoders().size() + 18);
    }

    @Test
    void takesDatesApart() {
        Table table = new Table(1, List.of(new Column.Numbers("d", new double[] {86400.0 * 19782 + 3600 * 13})));
        double[] out = new double[6];
        new DateEncoder("d").encode(table, new int[] {0}, out, 6, 0);

        assertThat(out).containsExactly(19782, 2024, 2, 29, 4, 13);
    }

    @Test
    void normalScoresInvertTheNormalDistribution() {
        assertThat(NormalScores.quantile(0.5)).isCloseTo(0, within(1e-9));
        assertThat(NormalScores.quantile(0.975)).isCloseTo(1.959963985, within(1e-7));
        assertThat(NormalScores.quantile(0.001)).isCloseTo(-3.090232306, within(1e-7));
    }

    /** The first half of the rows is always the same; the second half is multiplied, and has categories of its own. */
    private static Table table(double factor) {
        double[] number = new double[ROWS];
        double[] skewed = new double[ROWS];
        double[] date = new double[ROWS];
        int[] category = new int[ROWS];
        int[] text = new int[ROWS];
        for (int i = 0; i < ROWS; i++) {
            double scale = i < 100 ? 1 : factor;
            number[i] = i == 0 ? Double.NaN : i * 0.7 * scale;
            skewed[i] = Math.exp(i % 50 / 5.0) * scale;
            date[i] = 86400.0 * i * scale;
            category[i] = i < 100 ? i % 3 : 3 + i % 2;
            text[i] = i % 2;
        }
        return new Table(
                ROWS,
                List.of(
                        new Column.Numbers("number", number),
                        new Column.Numbers("skewed", skewed),
                        new Column.Strings("category", category, List.of("a", "b", "c", "d", "e")),
                        new Column.Numbers("date", date),
                        new Column.Strings("text", text, List.of("Some words 12", "other"))));
    }
}
