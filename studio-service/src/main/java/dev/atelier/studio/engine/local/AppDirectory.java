package dev.atelier.studio.engine.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/** The files of one app's process: configuration, record, log. All are readable by the owner only. */
final class AppDirectory {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final int TAIL_BYTES = 4096;
    private static final int TAIL_LINES = 5;

    private final Path directory;
    private final ObjectMapper json;

    AppDirectory(Path directory, ObjectMapper json) {
        this.directory = directory;
        this.json = json;
    }

    Path config() {
        return directory.resolve("config");
    }

    Path data() {
        return directory.resolve("data");
    }

    Path runtime() {
        return directory.resolve("runtime");
    }

    Path python() {
        return directory.resolve("python");
    }

    Path log() {
        return directory.resolve("server.log");
    }

    /** The program of a server that waits for an owner. */
    Path waitingProgram() {
        return directory.resolve("waiting-server.py");
    }

    /** Made by a server that waits, once it is ready. */
    Path waits() {
        return directory.resolve("waits");
    }

    /** The token with which the app's programs act as its owner. */
    Path token() {
        return directory.resolve("token");
    }

    private Path recordFile() {
        return directory.resolve("server.json");
    }

    void create() throws IOException {
        Files.createDirectories(directory, ownerOnly("rwx------"));
        for (Path each : List.of(config(), data(), runtime())) {
            Files.createDirectories(each, ownerOnly("rwx------"));
        }
        try {
            Files.createFile(log(), ownerOnly("rw-------"));
        } catch (FileAlreadyExistsException _) {
            // the log of an earlier attempt goes on
        }
    }

    Optional<ServerRecord> read() {
        try {
            return Optional.of(json.readValue(Files.readAllBytes(recordFile()), ServerRecord.class));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + recordFile(), e);
        }
    }

    void write(ServerRecord server) throws IOException {
        writePrivate(recordFile(), json.writeValueAsString(server));
    }

    /** Nothing happens when the directory is gone. */
    void writeToken(String token) throws IOException {
        try {
            writePrivate(token(), token);
        } catch (NoSuchFileException _) {
            // the app ended meanwhile
        }
    }

    /** Writes a kernel spec to where the server looks for those of its user. */
    void writeKernelSpec(String name, String kernelJson) throws IOException {
        Path directory = kernelSpec(name);
        Files.createDirectories(directory, ownerOnly("rwx------"));
        writePrivate(directory.resolve("kernel.json"), kernelJson);
    }

    void deleteKernelSpec(String name) {
        Trees.delete(kernelSpec(name));
    }

    private Path kernelSpec(String name) {
        return data().resolve("kernels").resolve(name);
    }

    /** Writes a file that only the owner can read; whoever reads meanwhile sees the old content or the new. */
    static void writePrivate(Path file, String content) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.deleteIfExists(next);
        Files.createFile(next, ownerOnly("rw-------"));
        Files.writeString(next, content);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The last lines of the log, for people. */
    String logTail() {
        try (RandomAccessFile file = new RandomAccessFile(log().toFile(), "r")) {
            long start = Math.max(0, file.length() - TAIL_BYTES);
            byte[] bytes = new byte[(int) (file.length() - start)];
            file.seek(start);
            file.readFully(bytes);
            List<String> lines = new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException _) {
            return "";
        }
    }

    void delete() {
        Trees.delete(directory);
    }

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
