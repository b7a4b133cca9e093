package dev.atelier.autopilot.service.dataset;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The tables on disk: {@code <directory>/<data set id>.csv}, plain also when they came compressed. What arrives lies in
 * {@code .incoming} until it has been checked. No name that a caller chose is ever part of a path.
 */
final class DatasetFiles {
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    private final Path directory;
    private final Path incoming;
    private final long maxBytes;

    DatasetFiles(Path directory, long maxBytes) {
        this.directory = directory;
        this.incoming = directory.resolve(".incoming");
        this.maxBytes = maxBytes;
    }

    /** A table that has arrived and is not kept yet; closing it removes what was not kept. */
    final class Incoming implements AutoCloseable {
        private final Path file;
        private long size;
        private String sha256 = "";

        private Incoming(Path file) {
            this.file = file;
        }

        Path file() {
            return file;
        }

        long size() {
            return size;
        }

        /** Of the plain text, in hexadecimal. */
        String sha256() {
            return sha256;
        }

        void keepAs(String id) {
            try {
                Files.move(file, path(id), StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            deleteQuietly(file);
        }
    }

    /**
     * Takes a table from a stream, plain or gzip, as it comes.
     *
     * @throws AtelierException PAYLOAD_TOO_LARGE as soon as it is past the limit, DATASET_NOT_CSV when it is broken gzip;
     *     nothing is left behind then
     */
    Incoming receive(InputStream body) throws IOException {
        Files.createDirectories(incoming);
        Incoming arrived = new Incoming(incoming.resolve(UUID.randomUUID() + ".csv"));
        try {
            copy(body, arrived);
            return arrived;
        } catch (ZipException e) {
            arrived.close();
            throw new AtelierException(
                    ErrorCode.DATASET_NOT_CSV,
                    "The file is broken gzip (%s). Compress it again.".formatted(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            arrived.close();
            throw e;
        }
    }

    private void copy(InputStream body, Incoming arrived) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = plain(body);
                OutputStream out = Files.newOutputStream(arrived.file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                arrived.size += count;
                if (arrived.size > maxBytes) {
                    throw tooLarge(maxBytes);
                }
                digest.update(buffer, 0, count);
                out.write(buffer, 0, count);
            }
        }
        arrived.sha256 = HexFormat.of().formatHex(digest.digest());
    }

    /** The error of a table that is past the limit. */
    static AtelierException tooLarge(long maxBytes) {
        return new AtelierException(
                ErrorCode.PAYLOAD_TOO_LARGE,
                "The data set is larger than the limit of %d MiB (atelier.autopilot.max-upload-size)."
                        .formatted(maxBytes >> 20));
    }

    private static InputStream plain(InputStream body) throws IOException {
        PushbackInputStream pushback = new PushbackInputStream(body, 2);
        byte[] start = pushback.readNBytes(2);
        pushback.unread(start);
        boolean gzip = start.length == 2 && (start[0] & 0xff) == GZIP_FIRST && (start[1] & 0xff) == GZIP_SECOND;
        return gzip ? new GZIPInputStream(pushback, 1 << 16) : pushback;
    }

    /** Takes what arrives piece by piece, until it is complete and can be received. */
    DatasetStaging stage() throws IOException {
        Files.createDirectories(incoming);
        return new DatasetStaging(incoming.resolve(UUID.randomUUID() + ".part"), maxBytes);
    }

    /** Where all tables lie. */
    Path directory() {
        return directory;
    }

    /** Where a table lies. */
    Path path(String id) {
        return directory.resolve(id + ".csv");
    }

    void delete(String id) {
        deleteQuietly(path(id));
    }

    /** Removes what half-finished uploads of a service that was killed left. */
    void clearIncoming() {
        if (!Files.isDirectory(incoming)) {
            return;
        }
        try (Stream<Path> files = Files.list(incoming)) {
            files.forEach(DatasetFiles::deleteQuietly);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
