package dev.atelier.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CopyTextTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final List<Integer> chunks = new ArrayList<>();
    private final CopyText text = new CopyText((bytes, length) -> {
        written.write(bytes, 0, length);
        chunks.add(length);
    });

    @Test
    void valuesAreWrittenAsTheDatabaseReadsThem() throws SQLException {
        assertThat(line(1L, -7, true, false, null, "")).isEqualTo("1\t-7\tt\tf\t\\N\t\n");
        assertThat(line("a\\b\tc\nd\re")).isEqualTo("a\\\\b\\tc\\nd\\re\n");
        assertThat(line("Grüße, 数 \uD83D\uDE80\t")).isEqualTo("Grüße, 数 \uD83D\uDE80\\t\n");
    }

    @Test
    void timesAreWrittenToTheLastDigit() throws SQLException {
        for (String time : List.of(
                "2026-03-01T00:00:00Z",
                "2026-03-01T23:59:59.000001Z",
                "1969-12-31T23:59:59.500Z",
                "2028-02-29T12:34:56.123456789Z",
                "0001-01-01T00:00:00Z")) {
            assertThat(Instant.parse(line(Instant.parse(time)).strip())).isEqualTo(Instant.parse(time));
        }
    }

    @Test
    void manyRowsAreHandedOnInChunks() throws SQLException {
        String row = "x".repeat(1_000);
        for (int i = 0; i < 1_000; i++) {
            text.add(List.of(row));
        }
        text.flush();
        assertThat(written.size()).isEqualTo(1_001_000);
        assertThat(chunks).hasSizeGreaterThan(10).allMatch(length -> length < 100_000);
    }

    private String line(@Nullable Object... values) throws SQLException {
        written.reset();
        text.add(Arrays.asList(values));
        text.flush();
        return written.toString(StandardCharsets.UTF_8);
    }
}
