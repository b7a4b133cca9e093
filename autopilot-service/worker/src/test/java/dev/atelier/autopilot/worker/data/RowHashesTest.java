package dev.atelier.autopilot.worker.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowHashesTest {

    private static final List<String> COLUMNS = List.of("x", "z", "word");

    @Test
    void areThoseOfTheValuesWhateverTheCodes() {
        long[] here = hashes(
                new double[] {0.0, 1.5, Double.NaN}, new double[] {2, 2, 2}, List.of("a", "b"), new int[] {0, 1, -1});
        long[] there = hashes(
                new double[] {Double.NaN, -0.0, 1.5}, new double[] {2, 2, 2}, List.of("b", "other", "a"), new int[] {
                    -1, 2, 0
                });

        assertThat(there).containsExactly(here[2], here[0], here[1]);
    }

    @Test
    void differWhenAValueOrItsColumnDoes() {
        long[] hashes = hashes(
                new double[] {1, 2, 1, 1, Double.NaN, 0},
                new double[] {2, 1, 2, 2, 2, 2},
                List.of("a", "aa", ""),
                new int[] {0, 0, 1, -1, 0, 0});

        assertThat(Arrays.stream(hashes).distinct()).hasSize(hashes.length);
    }

    @Test
    void hardlyEverAreTheSameForOthers() {
        int rows = 200_000;
        double[] x = new double[rows];
        double[] z = new double[rows];
        Arrays.setAll(x, i -> i % 1_000);
        Arrays.setAll(z, i -> Math.floorDiv(i, 1_000));

        assertThat(Arrays.stream(hashes(x, z, List.of("a"), new int[rows])).distinct())
                .hasSize(rows);
    }

    private static long[] hashes(double[] x, double[] z, List<String> dictionary, int[] codes) {
        Table table = new Table(
                x.length,
                List.of(
                        new Column.Numbers("x", x),
                        new Column.Numbers("z", z),
                        new Column.Strings("word", codes, dictionary)));
        return RowHashes.of(table, COLUMNS);
    }
}
