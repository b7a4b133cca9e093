package dev.atelier.autopilot.service.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetFilesTest {
    private static final int LIMIT = 10_000;

    @TempDir
    Path directory = Path.of("");

    @Test
    void keepsWhatIsAskedFor() throws IOException {
        DatasetFiles files = new DatasetFiles(directory, LIMIT);

        try (DatasetFiles.Incoming arrived = files.receive(bytes("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8)))) {
            assertThat(arrived.size()).isEqualTo(8);
            assertThat(arrived.sha256()).hasSize(64);
            arrived.keepAs("ds-1");
        }

        assertThat(files.path("ds-1")).hasContent("a,b\n1,2\n");
        assertThat(everything()).containsExactly("ds-1.csv");
    }

    @Test
    void forgetsWhatIsNotKept() throws IOException {
        DatasetFiles files = new DatasetFiles(directory, LIMIT);

        try (DatasetFiles.Incoming arrived = files.receive(bytes(new byte[10]))) {
            assertThat(arrived.file()).exists();
        }

        assertThat(everything()).isEmpty();
    }

    @Test
    void boundsWhatComesOutOfGzip() throws IOException {
        DatasetFiles files = new DatasetFiles(directory, LIMIT);
        byte[] bomb = gzip(new byte[LIMIT + 1]);
        assertThat(bomb.length).isLessThan(LIMIT / 10);

        assertThatExceptionOfType(AtelierException.class)
                .isThrownBy(() -> files.receive(bytes(bomb)))
                .satisfies(error -> assertThat(error.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE));
        assertThat(everything()).isEmpty();
    }

    @Test
    void saysThatGzipIsBroken() throws IOException {
        DatasetFiles files = new DatasetFiles(directory, LIMIT);
        byte[] broken = gzip(new byte[1000]);
        broken[15] ^= 0x55;

        assertThatExceptionOfType(AtelierException.class)
                .isThrownBy(() -> files.receive(bytes(broken)))
                .satisfies(error -> assertThat(error.code()).isEqualTo(ErrorCode.DATASET_NOT_CSV));
        assertThat(everything()).isEmpty();
    }

    @Test
    void leavesNothingOfAnUploadThatBreaksOff() {
        DatasetFiles files = new DatasetFiles(directory, LIMIT);
        InputStream broken = new SequenceInputStream(bytes(new byte[5000]), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return read();
            }
        });

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> files.receive(broken));
        assertThat(everything()).isEmpty();
    }

    @Test
    void clearsWhatAKilledServiceLeft() throws IOException {
        DatasetFiles files = new DatasetFiles(directory, LIMIT);
        try (DatasetStaging staging = files.stage()) {
            staging.write(new byte[10]);
            assertThat(everything()).hasSize(1);

            files.clearIncoming();

            assertThat(everything()).isEmpty();
        }
    }

    private List<String> everything() {
        try (Stream<Path> tree = Files.walk(directory)) {
            return tree.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    private static InputStream bytes(byte[] content) {
        return new ByteArrayInputStream(content);
    }
}
