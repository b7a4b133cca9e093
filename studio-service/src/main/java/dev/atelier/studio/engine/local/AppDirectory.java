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

    /** The script that runs before the app starts. */
    Path script() {
        return directory.resolve("lifecycle-script");
    }

    Path scriptLog() {
        return directory.resolve("lifecycle.log");
    }

    /** Has the script's exit code once it came to its end. */
    Path scriptExitFile() {
        return directory.resolve("lifecycle-exit");
    }

    private Path scriptRecordFile() {
        return directory.resolve("lifecycle.json");
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

    Optional<ScriptRecord> readScriptRecord() {
        try {
            return Optional.of(json.readValue(Files.readAllBytes(scriptRecordFile()), ScriptRecord.class));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + scriptRecordFile(), e);
        }
    }

    void write(ScriptRecord script) throws IOException {
        writePrivate(scriptRecordFile(), json.writeValueAsString(script));
    }

    /** Writes the script so that its owner can run it, and makes its log. */
    void writeScript(String text) throws IOException {
        writePrivate(script(), text);
        if (POSIX) {
            Files.setPosixFilePermissions(script(), PosixFilePermissions.fromString("rwx------"));
        }
        Files.deleteIfExists(scriptExitFile());
        Files.deleteIfExists(scriptLog());
        Files.createFile(scriptLog(), ownerOnly("rw-------"));
    }

    /** What the script left as its exit code, which is "" on a full disk; empty before it came to its end. */
    Optional<String> scriptExit() throws IOException {
        try {
            return Optional.of(Files.readString(scriptExitFile(), StandardCharsets.ISO_8859_1)
                    .strip());
        } catch (NoSuchFileException _) {
            return Optional.empty();
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

    /** The end of a file; "" when it is not there. */
    static String tail(Path path, int maxBytes) {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long start = Math.max(0, file.length() - maxBytes);
            byte[] bytes = new byte[(int) (file.length() - start)];
            file.seek(start);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException _) {
            return "";
        }
    }

    /** The last lines of the log, for people. */
    String logTail() {
        List<String> lines =
                tail(log(), TAIL_BYTES).lines().filter(line -> !line.isBlank()).toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
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
