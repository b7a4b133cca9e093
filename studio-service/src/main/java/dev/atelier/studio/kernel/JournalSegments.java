package dev.atelier.studio.kernel;

import dev.atelier.studio.kernel.hub.Recorded;
import io.vertx.core.buffer.Buffer;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Append-only files with numbers for names, of which the newest are kept; the oldest one becomes the next, and is written over, because new
 * pages cost the system more than the writing. Each record has its length (four bytes) and CRC-32C (four) before it; the checksum begins
 * with the file's number, so that what is left of an earlier use does not count. Reading a file ends at the first record that is not
 * whole, as a kill may leave it. Readable by the owner only.
 */
final class JournalSegments {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final String SUFFIX = ".log";
    private static final int FRAMING = 2 * Integer.BYTES;
    private static final int CHUNK = 64 * 1024;
    private static final Set<StandardOpenOption> WRITTEN = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

    private final Path directory;
    private final int kept;
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    private final byte[] piece = new byte[CHUNK];
    private @Nullable FileChannel current;
    private long number;
    private long length;

    JournalSegments(Path directory, int kept) {
        this.directory = directory;
        this.kept = kept;
    }

    /** Reads all records, the oldest first. */
    void read(Consumer<Recorded> reader) throws IOException {
        for (Path file : files()) {
            read(file, reader);
        }
    }

    /** Bytes in the current file. */
    long length() {
        return length;
    }

    /** Goes on in another file; the oldest go. */
    void begin() throws IOException {
        close();
        Files.createDirectories(directory, ownerOnly("rwx------"));
        List<Path> files = files();
        number = files.isEmpty() ? 1 : number(files.getLast()) + 1;
        Path next = directory.resolve(number + SUFFIX);
        List<Path> old = files.subList(0, Math.max(0, files.size() - kept + 1));
        if (!old.isEmpty()) {
            Files.move(old.getFirst(), next);
        }
        for (Path more : old.subList(Math.min(1, old.size()), old.size())) {
            Files.deleteIfExists(more);
        }
        current = FileChannel.open(next, WRITTEN, ownerOnly("rw-------"));
        length = 0;
    }

    /** Appends one record, of which the head comes before the body. Neither is copied as a whole. */
    void append(byte[] head, Buffer body) throws IOException {
        FileChannel file = current;
        if (file == null) {
            throw new IOException("no file is open");
        }
        int size = head.length + body.length();
        CRC32C crc = checksum(number);
        crc.update(head);
        for (int from = 0; from < body.length(); from += CHUNK) {
            crc.update(piece, 0, read(body, from));
        }
        write(
                file,
                ByteBuffer.allocate(FRAMING + head.length)
                        .putInt(size)
                        .putInt((int) crc.getValue())
                        .put(head)
                        .flip());
        for (int from = 0; from < body.length(); from += CHUNK) {
            int part = read(body, from);
            write(file, chunk.clear().put(piece, 0, part).flip());
        }
        length += FRAMING + size;
    }

    private int read(Buffer body, int from) {
        int part = Math.min(CHUNK, body.length() - from);
        body.getBytes(from, from + part, piece, 0);
        return part;
    }

    private static void write(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    void close() {
        FileChannel file = current;
        current = null;
        if (file != null) {
            try {
                file.close();
            } catch (IOException _) {
                // what was written is with the system
            }
        }
    }

    /** Deletes everything. */
    void discard() throws IOException {
        close();
        for (Path file : files()) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(directory);
    }

    private static void read(Path file, Consumer<Recorded> reader) throws IOException {
        long number = number(file);
        long left = Files.size(file);
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), CHUNK))) {
            while (left >= FRAMING) {
                int size = in.readInt();
                int expected = in.readInt();
                left -= FRAMING;
                if (size < 0 || size > left) {
                    return;
                }
                byte[] record = new byte[size];
                in.readFully(record);
                left -= size;
                CRC32C crc = checksum(number);
                crc.update(record);
                if ((int) crc.getValue() != expected) {
                    return;
                }
                JournalRecords.read(record).ifPresent(reader);
            }
        } catch (EOFException _) {
            // the end of a file that a kill cut short
        }
    }

    private static CRC32C checksum(long number) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
        return crc;
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches("[0-9]{1,18}\\.log"))
                    .sorted((a, b) -> Long.compare(number(a), number(b)))
                    .toList();
        }
    }

    private static long number(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    }

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
