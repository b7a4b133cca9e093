package dev.atelier.autopilot.worker.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvReaderTest {

    @Test
    void readsPlainRowsWithAnyLineEnd() throws IOException {
        assertThat(rows("a,b\n1,2\r\n3,4\r5,\n"))
                .containsExactly(List.of("a", "b"), List.of("1", "2"), List.of("3", "4"), List.of("5", ""));
    }

    @Test
    void keepsWhatIsQuoted() throws IOException {
        assertThat(rows("\"a,b\",\" x \"\n\"say \"\"hi\"\"\",\"two\nlines\""))
                .containsExactly(List.of("a,b", " x "), List.of("say \"hi\"", "two\nlines"));
    }

    @Test
    void trimsOutsideQuotesAndSkipsBlankLines() throws IOException {
        assertThat(rows(" a , b\n\n   \n c,d \n")).containsExactly(List.of("a", "b"), List.of("c", "d"));
    }

    @Test
    void aBlankLineIsARowWhereRowsHaveASingleValue() throws IOException {
        assertThat(singles("1\n\n3\n \n\"\"\n"))
                .containsExactly(List.of("1"), List.of(""), List.of("3"), List.of(""), List.of(""));
        assertThat(singles("\n1")).containsExactly(List.of(""), List.of("1"));
        assertThat(singles(" \"\" ")).containsExactly(List.of(""));
        assertThat(singles(" ")).isEmpty();
        assertThat(rows("a,b\n\"\"\n1,2\n")).containsExactly(List.of("a", "b"), List.of("1", "2"));
    }

    @Test
    void knowsTheLineOfARow() throws IOException {
        try (CsvReader reader = new CsvReader(new StringReader("a,b\n\"x\ny\",2\n\n3,4\n"))) {
            reader.next();
            reader.next();
            assertThat(reader.rowLine()).isEqualTo(2);
            reader.next();
            assertThat(reader.rowLine()).isEqualTo(5);
        }
    }

    @Test
    void namesTheLineOfAQuoteThatIsNeverClosed() {
        assertThatThrownBy(() -> rows("a,b\n1,2\n3,\"open\n4,5\n"))
                .isInstanceOf(CsvException.class)
                .hasMessageContaining("line 3, column 2");
    }

    @Test
    void refusesTextAfterAClosingQuote() {
        assertThatThrownBy(() -> rows("a,b\n\"x\"y,2\n"))
                .isInstanceOf(CsvException.class)
                .hasMessageContaining("Line 2, column 1");
    }

    @Test
    void readsRowsLongerThanItsBuffer() throws IOException {
        String big = "x".repeat(100_000);
        assertThat(rows("a,b\n" + big + ",\"" + big + "\"\n").getLast()).containsExactly(big, big);
    }

    private static List<List<String>> rows(String text) throws IOException {
        return rows(text, false);
    }

    private static List<List<String>> singles(String text) throws IOException {
        return rows(text, true);
    }

    private static List<List<String>> rows(String text, boolean single) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        try (CsvReader reader = new CsvReader(new StringReader(text))) {
            reader.single(single);
            for (List<String> row = reader.next(); row != null; row = reader.next()) {
                rows.add(row);
            }
        }
        return rows;
    }
}
