package dev.atelier.autopilot.worker.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowBlocksTest {

    private static final int ROWS = 20_000;
    private static final String LONG = "ä\"\n,".repeat(200);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void showsEveryColumnAllOfItsValuesInOrder(int threads) throws IOException {
        List<List<String>> seen = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

        long rows = read(threads, (block, column) -> {
            Field field = new Field();
            for (int row = 0; row < block.rows(); row++) {
                if (!block.skipped(row)) {
                    block.point(field, row, column);
                    assertThat(block.first() + row)
                            .isEqualTo(column == 0 ? Long.parseLong(field.toString()) : block.first() + row);
                    seen.get(column).add(field.toString());
                }
            }
        });

        assertThat(rows).isEqualTo(ROWS);
        assertThat(seen.get(0)).hasSize(ROWS - (ROWS + 2) / 3).startsWith("1", "2", "4");
        assertThat(seen.get(1)).hasSameSizeAs(seen.get(0)).allMatch(""::equals);
        assertThat(seen.get(2)).hasSameSizeAs(seen.get(0)).allMatch(LONG::equals);
    }

    @Test
    void failsAsTheColumnDoes() {
        assertThatThrownBy(() -> read(2, (block, column) -> {
                    if (block.first() > 0) {
                        throw new IllegalArgumentException("column " + column);
                    }
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("column");
    }

    /** Leaves out every third row. */
    private static long read(int threads, RowBlocks.ColumnWork work) throws IOException {
        StringBuilder csv = new StringBuilder();
        String quoted = '"' + LONG.replace("\"", "\"\"") + '"';
        for (int i = 0; i < ROWS; i++) {
            csv.append(i).append(" ,, ").append(quoted).append(i % 2 == 0 ? "\r\n" : "\n");
        }
        try (CsvReader reader = new CsvReader(new StringReader(csv.toString()))) {
            return new RowBlocks(reader, 3, threads)
                    .forEach(
                            (row, number) -> assertThat(row.size()).isEqualTo(3),
                            block -> {
                                for (int row = 0; row < block.rows(); row++) {
                                    if ((block.first() + row) % 3 == 0) {
                                        block.skip(row);
                                    }
                                }
                            },
                            work);
        }
    }
}
