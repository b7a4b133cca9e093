package dev.atelier.autopilot.worker.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFileTest {

    @TempDir
    Path directory;

    @Test
    void readsBackWhatItWrote() throws IOException {
        Path file = directory.resolve("data.bin");
        Column numbers = new Column.Numbers("größe", new double[] {1.5, Double.NaN, -3});
        Column strings = new Column.Strings("s", new int[] {1, -1, 0}, List.of("a", "ü"));
        DataFile.write(file, new Dataset(new Table(3, List.of(numbers, strings)), new double[] {0, 1, 1}));

        Dataset read = DataFile.read(file);

        assertThat(read.target()).containsExactly(0, 1, 1);
        assertThat(read.features().numbers("größe").values()).containsExactly(1.5, Double.NaN, -3);
        assertThat(read.features().strings("s").codes()).containsExactly(1, -1, 0);
        assertThat(read.features().strings("s").dictionary()).containsExactly("a", "ü");
        assertThat(DataFile.readTarget(file).target()).containsExactly(0, 1, 1);
    }

    @Test
    void foldsAreStratifiedFixedBySeedAndComplete() throws IOException {
        double[] target =
                IntStream.range(0, 1003).mapToDouble(i -> i % 10 == 0 ? 1 : 0).toArray();
        Folds folds = new Split.Stratified().deal(target, true, 5, 3);
        folds.write(directory.resolve("folds.bin"));
        Folds read = Folds.read(directory.resolve("folds.bin"));

        int all = 0;
        for (int fold = 0; fold < 5; fold++) {
            int[] rows = read.validationRows(fold);
            all += rows.length;
            assertThat(rows.length).isBetween(200, 201);
            assertThat(Arrays.stream(rows).filter(row -> target[row] > 0).count())
                    .isBetween(20L, 21L);
            assertThat(rows)
                    .isEqualTo(new Split.Stratified().deal(target, true, 5, 3).validationRows(fold));
            assertThat(rows.length + read.trainingRows(fold).length).isEqualTo(1003);
        }
        assertThat(all).isEqualTo(1003);
        assertThat(new Split.Stratified().deal(target, true, 5, 4).validationRows(0))
                .isNotEqualTo(folds.validationRows(0));
    }
}
