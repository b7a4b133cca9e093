package dev.atelier.bench.autopilot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeasureTest {

    @Test
    void scoresAsScikitLearnDoes() {
        double[][] binary = {{0.9, 0.1}, {0.6, 0.4}, {0.65, 0.35}, {0.2, 0.8}, {0.6, 0.4}};
        assertThat(Measure.AUC.of(binary, new double[] {0, 0, 1, 1, 1})).isEqualTo(4.5 / 6, within(1e-12));

        double[][] three = {{0.7, 0.2, 0.1}, {0.1, 0.8, 0.1}};
        assertThat(Measure.LOG_LOSS.of(three, new double[] {0, 2}))
                .isEqualTo(-(Math.log(0.7) + Math.log(0.1)) / 2, within(1e-12));

        assertThat(Measure.RMSE.of(new double[][] {{1}, {4}}, new double[] {1, 1}))
                .isEqualTo(Math.sqrt(4.5), within(1e-12));
    }

    @Test
    void aRatioBelowOneIsBetter() {
        assertThat(Measure.AUC.lossRatio(0.98, 0.96)).isEqualTo(0.5, within(1e-9));
        assertThat(Measure.RMSE.lossRatio(1, 2)).isEqualTo(0.5);
        assertThat(Measure.AUC.atLeast(0.9, 0.8)).isTrue();
        assertThat(Measure.RMSE.atLeast(0.9, 0.8)).isFalse();
    }

    @Test
    void foldsAreStratifiedAndTheSameEveryTime() {
        List<String> targets =
                IntStream.range(0, 100).mapToObj(i -> i % 4 == 0 ? "yes" : "no").toList();
        int[] folds = OuterFold.deal(targets, false, 5, 1);

        assertThat(OuterFold.deal(targets, false, 5, 1)).isEqualTo(folds);
        assertThat(OuterFold.deal(targets, false, 5, 2)).isNotEqualTo(folds);
        for (int fold = 0; fold < 5; fold++) {
            int number = fold;
            assertThat(Arrays.stream(folds).filter(f -> f == number).count()).isEqualTo(20);
            assertThat(IntStream.range(0, 100)
                            .filter(i -> folds[i] == number && targets.get(i).equals("yes"))
                            .count())
                    .isEqualTo(5);
        }
    }

    @Test
    void publishedScoresHaveTheSignOfOurMeasures() throws Exception {
        References references = new References();
        DataSet socmob = new DataSet("socmob", java.nio.file.Path.of("socmob.csv"), "y", "Regression", 1156);
        assertThat(references.score(socmob, References.AUTOGLUON)).hasValue(12.479);
        DataSet bank =
                new DataSet("bank_marketing", java.nio.file.Path.of("b.csv"), "y", "BinaryClassification", 45211);
        assertThat(references.score(bank, References.AUTOGLUON)).hasValue(0.94107);
        assertThat(references.score(bank, "lightautoml_1h")).hasValue(0.94017);
    }

    @Test
    void quotedValuesKeepTheirCommasAndLines() {
        CsvRecords records = CsvRecords.parse("a,b\r\n\"x,\n\"\"y\"\"\",2\n3,4");
        assertThat(records.header()).containsExactly("a", "b");
        assertThat(records.values()).containsExactly(List.of("x,\n\"y\"", "2"), List.of("3", "4"));
        assertThat(records.lines()).hasSize(3);
    }
}
