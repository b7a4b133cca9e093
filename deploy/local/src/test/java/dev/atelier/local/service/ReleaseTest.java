package dev.atelier.local.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.local.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseTest {
    @TempDir
    private Path directory;

    @Test
    void laterBuildLeavesTheTakenReleaseAsItWas() throws IOException {
        Path repository = directory.resolve("repository");
        Path releases = directory.resolve("releases");
        build(repository, "one");
        Release first = Release.take(repository, releases);
        assertThat(Release.take(repository, releases)).isEqualTo(first);

        Files.delete(jar(repository));
        build(repository, "another");
        Release second = Release.take(repository, releases);

        assertThat(first.application(AtelierService.STUDIO).resolve("quarkus-run.jar"))
                .hasContent("one");
        assertThat(second.application(AtelierService.STUDIO).resolve("quarkus-run.jar"))
                .hasContent("another");
        assertThat(second.worker()).hasContent("worker");

        second.removeOthers();
        assertThat(first.directory()).doesNotExist();
        assertThat(second.directory()).exists();
    }

    @Test
    void missingBuildIsNamed() {
        assertThatThrownBy(() -> Release.take(directory, directory.resolve("releases")))
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("studio-service/target/quarkus-app");
    }

    private static Path jar(Path repository) {
        return repository.resolve(AtelierService.STUDIO.build()).resolve("quarkus-run.jar");
    }

    private static void build(Path repository, String content) throws IOException {
        for (AtelierService service : AtelierService.values()) {
            Path application = Files.createDirectories(repository.resolve(service.build()));
            Files.writeString(application.resolve("quarkus-run.jar"), content);
        }
        Path worker = repository.resolve("autopilot-service/worker/target/atelier-worker.jar");
        Files.createDirectories(worker.getParent());
        Files.writeString(worker, "worker");
    }
}
