package dev.atelier.studio.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.testing.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service carries for others is whole. */
class UnpackingTest {
    @TempDir
    Path directory;

    @Test
    void theModuleIsTheOneOfTheRepositoryAndIsMendedWhenItDiffers() throws IOException {
        Path source = ServiceProcess.repository().resolve("autopilot-service/python/atelier");
        Path module = PythonModule.unpack(directory).resolve("atelier");
        Files.writeString(module.resolve("_jobs.py"), "an older one");

        PythonModule.unpack(directory);

        assertThat(names(module)).isEqualTo(names(source));
        for (String name : names(source)) {
            assertThat(module.resolve(name)).hasSameTextualContentAs(source.resolve(name));
        }
    }

    @Test
    void theExamplesAreAllThere() throws IOException {
        ExampleNotebooks.unpack(directory);

        assertThat(names(directory.resolve("examples")))
                .isEqualTo(names(ServiceProcess.repository().resolve("studio-service/src/main/resources/examples")));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }
}
