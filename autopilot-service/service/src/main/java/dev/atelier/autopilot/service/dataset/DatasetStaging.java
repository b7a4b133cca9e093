package dev.atelier.autopilot.service.dataset;

import dev.atelier.api.error.AtelierException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** An upload on its way; closing it removes it. */
public final class DatasetStaging implements AutoCloseable {
    private final Path file;
    private final long maxBytes;
    private final OutputStream out;
    private long size;

    DatasetStaging(Path file, long maxBytes) throws IOException {
        this.file = file;
        this.maxBytes = maxBytes;
        this.out = Files.newOutputStream(file);
    }

    /**
     * Adds a piece.
     *
     * @throws AtelierException PAYLOAD_TOO_LARGE as soon as it is past the limit
     */
    public void write(byte[] chunk) throws IOException {
        size += chunk.length;
        if (size > maxBytes) {
            throw DatasetFiles.tooLarge(maxBytes);
        }
        out.write(chunk);
    }

    /** All of it, once the last piece is there. */
    public InputStream open() throws IOException {
        out.close();
        return Files.newInputStream(file);
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(file);
    }
}
