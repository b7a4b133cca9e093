package dev.atelier.studio.home;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** One file that is being written. Nothing of it is seen in the home directory before {@link #commit}, nor ever if that does not come. */
public final class Upload implements AutoCloseable {
    private final Path temporary;
    private final Path target;
    private final long maxBytes;
    private final OutputStream out;
    private long written;

    Upload(Path temporary, Path target, long maxBytes) throws IOException {
        this.temporary = temporary;
        this.target = target;
        this.maxBytes = maxBytes;
        this.out = Files.newOutputStream(temporary);
    }

    /** Adds bytes; refuses them when the file becomes too large. */
    public void write(byte[] bytes, int offset, int length) {
        written += length;
        if (written > maxBytes) {
            throw tooLarge(maxBytes);
        }
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static AtelierException tooLarge(long maxBytes) {
        return new AtelierException(
                ErrorCode.PAYLOAD_TOO_LARGE, "A file may have %d bytes at most; nothing was kept.".formatted(maxBytes));
    }

    Path target() {
        return target;
    }

    long written() {
        return written;
    }

    /** Puts the file in its place, replacing the one that was there. */
    Path commit() throws IOException {
        out.close();
        return move(temporary, target);
    }

    /** The same for any file of this file system. */
    static Path move(Path file, Path target) throws IOException {
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw AtelierException.conflict("There is a directory of this name.");
        }
        Files.createDirectories(target.getParent());
        return Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException _) {
            // what matters is that the file goes
        }
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
