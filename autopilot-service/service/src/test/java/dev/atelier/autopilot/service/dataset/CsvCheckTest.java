package dev.atelier.autopilot.service.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvCheckTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    void readsQuotesLineEndsAndMissingCells() throws IOException {
        List<List<String>> rows =
                rows("a,b,c\r\n\"1,5\",\"say \"\"hi\"\"\",\"two\nlines\"\n\n,,\r\nx, y ,z\"z\n\"\",1,2");

        assertThat(rows)
                .containsExactly(
                        List.of("a", "b", "c"),
                        List.of("1,5", "say \"hi\"", "two\nlines"),
                        List.of("", "", ""),
                        List.of("x", " y ", "z\"z"),
                        List.of("", "1", "2"));
    }

    @Test
    void readsCellsAcrossItsBuffer() throws IOException {
        String cell = "é".repeat(200_000);

        assertThat(rows("a,b\n" + cell + ",\"" + cell + "\"\n").getLast()).containsExactly(cell, cell);
    }

    @Test
    void summarizes() throws IOException {
        CsvCheck.Summary summary = CsvCheck.check(file("\uFEFFage, job ,y\n1,a,b\n\n2,c,d\n"));

        assertThat(summary.columns()).containsExactly("age", "job", "y");
        assertThat(summary.rows()).isEqualTo(2);
    }

    @Test
    void namesTheRowAndTheRemedy() throws IOException {
        refused("a,b\n1,2\n1,2,3\n", ErrorCode.DATASET_INVALID, "Row 3 has 3 values but the header has 2 columns");
        refused("a,b\n1,\"2\n", ErrorCode.DATASET_INVALID, "Row 2 has a quote that is never closed");
        refused("a;b\n1;2\n", ErrorCode.DATASET_NOT_CSV, "semicolons");
        refused("a\tb\n1\t2\n", ErrorCode.DATASET_NOT_CSV, "tabs");
        refused("a,,c\n1,2,3\n", ErrorCode.DATASET_INVALID, "Column 2 has no name");
        refused("a,b,a\n1,2,3\n", ErrorCode.DATASET_INVALID, "Two columns are named 'a'");
        refused("1,2.5\n3,4\n", ErrorCode.DATASET_INVALID, "only numbers");
        refused("a,b\n", ErrorCode.DATASET_INVALID, "no rows");
        refused("", ErrorCode.DATASET_NOT_CSV, "empty");
        refused("a,b\n1,\u0001\n", ErrorCode.DATASET_NOT_CSV, "binary");
        refused("1,".repeat(CsvRows.MAX_CELLS) + "1\n", ErrorCode.DATASET_INVALID, "more than 10000 cells");
        refused(
                "a,b\n" + ("x".repeat(CsvRows.MAX_CELL) + ",").repeat(17),
                ErrorCode.DATASET_INVALID,
                "characters; are its line ends missing");
    }

    @Test
    void refusesOtherEncodings() throws IOException {
        Path latin = Files.write(directory.resolve("latin"), "a,b\né,1\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatExceptionOfType(AtelierException.class)
                .isThrownBy(() -> CsvCheck.check(latin))
                .satisfies(error -> assertThat(error.code()).isEqualTo(ErrorCode.DATASET_NOT_CSV))
                .withMessageContaining("UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "-2.5", "+3e7", ".5", " 4 "})
    void knowsNumbers(String text) {
        assertThat(CsvCheck.numeric(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1d", "2f", "NaN", "Infinity", "0x1p3", "1e999", "1 2"})
    void knowsWhatIsNoNumber(String text) {
        assertThat(CsvCheck.numeric(text)).isFalse();
    }

    private void refused(String csv, ErrorCode code, String detail) throws IOException {
        Path file = file(csv);
        assertThatExceptionOfType(AtelierException.class)
                .isThrownBy(() -> CsvCheck.check(file))
                .satisfies(error -> assertThat(error.code()).isEqualTo(code))
                .withMessageContaining(detail);
    }

    private Path file(String csv) throws IOException {
        return Files.writeString(directory.resolve("table.csv"), csv);
    }

    private static List<List<String>> rows(String csv) throws IOException {
        CsvRows rows = new CsvRows(new StringReader(csv));
        List<List<String>> all = new ArrayList<>();
        for (List<String> row = rows.next(); row != null; row = rows.next()) {
            all.add(row);
        }
        return all;
    }
}
