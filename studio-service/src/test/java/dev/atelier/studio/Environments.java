package dev.atelier.studio;

import dev.atelier.testing.ServiceProcess;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the Python environments for tests are. */
public final class Environments {
    private Environments() {}

    /** {@code ATELIER_ENVIRONMENTS_DIR}, or what {@code ./atelier} made in the repository. */
    public static Path directory() {
        String given = System.getenv("ATELIER_ENVIRONMENTS_DIR");
        Path directory = given == null ? ServiceProcess.repository().resolve(".atelier/environments") : Path.of(given);
        if (!Files.isExecutable(directory.resolve("data-science/bin/python"))) {
            throw new IllegalStateException(
                    directory + "/data-science is no Python environment: run './atelier test', which makes it, or set"
                            + " ATELIER_ENVIRONMENTS_DIR");
        }
        return directory;
    }
}
