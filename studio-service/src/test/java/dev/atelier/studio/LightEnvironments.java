package dev.atelier.studio;

import dev.atelier.testing.Environments;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Python environments whose {@code jupyter_server} is a small program, for tests that need many apps at once. They are real processes of the
 * real local engine. {@code data-science} answers; {@code base-python} never does.
 */
public class LightEnvironments implements QuarkusTestResourceLifecycleManager {
    private @Nullable Path directory;

    @Override
    public int order() {
        return 1;
    }

    @Override
    public Map<String, String> start() {
        try {
            Path created = Files.createTempDirectory("atelier-light-");
            directory = created;
            environment(created.resolve("data-science"), "answers.py");
            environment(created.resolve("base-python"), "never-answers.py");
            return Map.of("atelier.engine.local.environments-dir", created.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void environment(Path environment, String program) throws IOException {
        Path python =
                Environments.directory().resolve("data-science/bin/python").toRealPath();
        Path module = environment.resolve("lib/" + python.getFileName() + "/site-packages/jupyter_server");
        Files.createDirectories(module);
        Files.createDirectories(environment.resolve("bin"));
        Files.createSymbolicLink(environment.resolve("bin/python"), python);
        Files.writeString(module.resolve("__init__.py"), "");
        try (InputStream source =
                Objects.requireNonNull(LightEnvironments.class.getResourceAsStream("/light/" + program))) {
            Files.copy(source, module.resolve("__main__.py"));
        }
    }

    @Override
    public void stop() {
        Path made = directory;
        if (made == null) {
            return;
        }
        try (Stream<Path> tree = Files.walk(made)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
