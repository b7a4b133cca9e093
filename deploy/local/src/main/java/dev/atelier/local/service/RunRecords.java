package dev.atelier.local.service;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.atelier.local.process.ProcessId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** What runs, in {@code run/NAME.json}: written after a start, read by whoever comes next. */
public final class RunRecords {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path directory;

    public RunRecords(Path directory) {
        this.directory = directory;
    }

    /** A service that was started. */
    public record Running(ProcessId process, String fingerprint) {}

    /** The launcher that watches the services. */
    public record Supervising(ProcessId process, int portBase, String release, boolean ready) {}

    public Optional<Running> service(String name) {
        return read(name, Running.class);
    }

    public Optional<Supervising> supervisor() {
        return read("supervisor", Supervising.class);
    }

    public void write(String name, Record value) {
        Path file = file(name);
        try {
            Files.createDirectories(directory);
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            JSON.writeValue(fresh.toFile(), value);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    public void remove(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> Optional<T> read(String name, Class<T> type) {
        Path file = file(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), type));
        } catch (JacksonException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    private Path file(String name) {
        return directory.resolve(name + ".json");
    }
}
