package dev.atelier.autopilot.worker.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitTest {

    private static final int ROWS = 1000;
    private static final int FOLDS = 5;

    @TempDir
    Path directory;

    @Test
    void noFoldIsMeasuredOnAGroupThatItHasLearnedFrom() {
        Random random = new Random(1);
        int[] groups = IntStream.range(0, ROWS)
                .map(_ -> (int) (80 * Math.pow(random.nextDouble(), 2)))
                .toArray();
        double[] target = Arrays.stream(groups)
                .mapToDouble(group -> group % 3 == 0 || random.nextInt(4) == 0 ? 1 : 0)
                .toArray();

        Folds folds = new Split.ByGroup(groups).deal(target, true, FOLDS, 3);

        double share = Arrays.stream(target).sum() / ROWS;
        for (int fold = 0; fold < FOLDS; fold++) {
            int[] validation = folds.validationRows(fold);
            assertThat(groupsOf(groups, folds.trainingRows(fold)))
                    .doesNotContainAnyElementsOf(groupsOf(groups, validation));
            assertThat(validation.length).as("about as many rows in each").isBetween(140, 260);
            assertThat(Arrays.stream(validation)
                            .mapToDouble(row -> target[row])
                            .average()
                            .orElseThrow())
                    .as("about the same share of classes")
                    .isBetween(share - 0.15, share + 0.15);
        }
        assertThat(folds.measuredRows()).hasSize(ROWS);
    }

    @Test
    void groupsOfNumbersAreDealtByTheirValues() {
        int[] groups = IntStream.range(0, ROWS).map(i -> i / 10).toArray();
        double[] target = IntStream.range(0, ROWS).mapToDouble(i -> i / 10.0).toArray();

        Folds folds = new Split.ByGroup(groups).deal(target, false, FOLDS, 1);

        for (int fold = 0; fold < FOLDS; fold++) {
            assertThat(Arrays.stream(folds.validationRows(fold))
                            .mapToDouble(row -> target[row])
                            .average()
                            .orElseThrow())
                    .isBetween(40.0, 60.0);
        }
    }

    @Test
    void aFoldInTimeLearnsOnlyFromWhatIsBeforeIt() throws Exception {
        Random random = new Random(2);
        double[] times = random.ints(ROWS, 0, 300).asDoubleStream().toArray();
        double[] target = random.doubles(ROWS).toArray();

        Folds folds = new Split.ByTime(times).deal(target, false, FOLDS, 1);
        Path file = directory.resolve("folds.bin");
        folds.write(file);
        Folds read = Folds.read(file);

        assertThat(read.ordered()).isTrue();
        for (int fold = 0; fold < FOLDS; fold++) {
            double last = Arrays.stream(read.trainingRows(fold))
                    .mapToDouble(row -> times[row])
                    .max()
                    .orElseThrow();
            double first = Arrays.stream(read.validationRows(fold))
                    .mapToDouble(row -> times[row])
                    .min()
                    .orElseThrow();
            assertThat(last).isLessThan(first);
            assertThat(read.validationRows(fold))
                    .isEqualTo(folds.validationRows(fold))
                    .hasSizeBetween(140, 200);
            assertThat(read.trainingRows(fold)).isEqualTo(folds.trainingRows(fold));
        }
        assertThat(read.measuredRows()).hasSizeBetween(800, 860);
    }

    @Test
    void aClassThatAFoldCannotKnowIsNotMeasuredThere() {
        double[] times = IntStream.range(0, ROWS).asDoubleStream().toArray();
        double[] target =
                Arrays.stream(times).map(time -> time > 900 ? 2 : time % 2).toArray();

        Folds folds = new Split.ByTime(times).deal(target, true, FOLDS, 1);

        assertThat(Arrays.stream(folds.measuredRows())
                        .mapToDouble(row -> target[row])
                        .distinct())
                .containsExactlyInAnyOrder(0.0, 1.0);
        assertThat(folds.allRows()).hasSize(ROWS);
    }

    private static java.util.Set<Integer> groupsOf(int[] groups, int[] rows) {
        return java.util.stream.IntStream.of(rows)
                .mapToObj(row -> groups[row])
                .collect(java.util.stream.Collectors.toSet());
    }
}
