package dev.atelier.autopilot.worker.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFileTest {

    private static final long PLENTY = 1 << 20;

    @TempDir
    Path directory;

    @Test
    void readsGzipAndSkipsTheByteOrderMark() throws IOException {
        Path file = directory.resolve("data.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("\uFEFFa,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
        }

        try (CsvReader reader = CsvFile.open(file, PLENTY).reader(StandardCharsets.UTF_8)) {
            assertThat(reader.next()).isEqualTo(List.of("a", "b"));
        }
    }

    @Test
    void refusesBinaryFilesByTheirKind() throws IOException {
        assertNotCsv("PK\u0003\u0004rest", "ZIP");
        assertNotCsv("PAR1xxxx", "Parquet");
        assertNotCsv("\u00ff\u00fea\u0000", "UTF-16");
        assertNotCsv("a,b\n1,\u00002\n", "byte 6 (line 2) is 0x0");
        assertNotCsv("", "empty");
        assertNotCsv("\u001f\u008bno gzip at all", "damaged");
    }

    @Test
    void refusesMoreBytesThanAllowedAfterDecompression() throws IOException {
        Path file = directory.resolve("bomb.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("a,b\n".getBytes(StandardCharsets.UTF_8));
            out.write("1,2\n".repeat(100_000).getBytes(StandardCharsets.UTF_8));
        }
        assertThat(Files.size(file)).isLessThan(10_000);

        CsvFile csv = CsvFile.open(file, 100_000);
        assertThatThrownBy(() -> {
                    try (CsvReader reader = csv.reader(StandardCharsets.UTF_8)) {
                        while (reader.next() != null) {
                            // Reads on.
                        }
                    }
                })
                .isInstanceOf(CsvException.class)
                .hasMessageContaining("larger than 100000 bytes");
    }

    private void assertNotCsv(String latin1, String part) throws IOException {
        Path file = Files.write(directory.resolve("x"), latin1.getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> CsvFile.open(file, PLENTY))
                .isInstanceOfSatisfying(
                        CsvException.class, e -> assertThat(e.isCsv()).isFalse())
                .hasMessageContaining(part);
    }
}
