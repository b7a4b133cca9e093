package dev.atelier.studio.home;

import dev.atelier.api.error.AtelierException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The bytes of a file that have arrived so far. Only one request at a time writes to it, also from another process. */
final class PartFiles {
    private static final int BUFFER = 64 * 1024;

    private PartFiles() {}

    static long size(Path part) throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }

    /**
     * Appends what comes at an offset, which must be where the file ends now. What had arrived before an error is kept.
     *
     * @param sizeBytes of the whole file; more is refused
     * @return the new end
     */
    static long append(Path part, long offset, long sizeBytes, InputStream body) throws IOException {
        try (FileChannel file = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lock(file)) {
            if (lock == null) {
                throw AtelierException.conflict("Another request is writing to this upload.");
            }
            long end = file.size();
            if (offset != end) {
                throw AtelierException.conflict("The upload goes on at offset %d, not %d.".formatted(end, offset));
            }
            file.position(end);
            try {
                byte[] buffer = new byte[BUFFER];
                for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                    if (end + read > sizeBytes) {
                        throw AtelierException.invalid(
                                "body",
                                "has more than the %d bytes that the upload was begun for".formatted(sizeBytes));
                    }
                    write(file, ByteBuffer.wrap(buffer, 0, read));
                    end += read;
                }
            } finally {
                file.force(false);
            }
            return end;
        }
    }

    private static void write(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    private static @Nullable FileLock lock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }
}
