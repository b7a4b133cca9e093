package dev.atelier.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where things are in the working copy that the tests run in. */
final class Repository {

    private Repository() {}

    static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("mvnw"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException("The tests must run inside the repository.");
            }
        }
        return directory;
    }

    static Path deploy() {
        return root().resolve("deploy");
    }

    /** The directories in {@code deploy/overlays}. */
    static List<Path> overlays() throws IOException {
        return list(deploy().resolve("overlays"));
    }

    static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }
}
