package dev.atelier.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where the Python environments for tests are. */
public final class Environments {
    private Environments() {}

    /**
     * {@code ATELIER_ENVIRONMENTS_DIR}, or what {@code ./atelier} made in the repository. While {@code ./atelier test} is still making it,
     * this waits.
     */
    public static Path directory() {
        String given = System.getenv("ATELIER_ENVIRONMENTS_DIR");
        Path directory = given == null ? ServiceProcess.repository().resolve(".atelier/environments") : Path.of(given);
        awaitMaker(directory.resolve(".data-science.lock"));
        if (!Files.isExecutable(directory.resolve("data-science/bin/python"))) {
            throw new IllegalStateException(
                    directory + "/data-science is no Python environment: run './atelier test', which makes it, or set"
                            + " ATELIER_ENVIRONMENTS_DIR");
        }
        return directory;
    }

    /** Who makes an environment holds its lock (PythonEnvironment of the launcher). */
    private static void awaitMaker(Path file) {
        if (!Files.exists(file)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                FileLock _ = channel.lock(0, Long.MAX_VALUE, true)) {
            // it is made, or could not be
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
