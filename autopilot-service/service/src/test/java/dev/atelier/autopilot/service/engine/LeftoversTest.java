package dev.atelier.autopilot.service.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    Path directory = Path.of("");

    @Test
    void removesOnlyWhatIsOldAndNobodys() throws IOException {
        Path orphan = Files.createDirectories(directory.resolve("job-1"));
        Files.writeString(orphan.resolve("dataset.csv"), "a,b");
        age(orphan, Duration.ofHours(2));
        Path orphanFile = age(Files.writeString(directory.resolve("ds-1.csv"), "a,b"), Duration.ofHours(2));
        Path young = age(Files.createDirectories(directory.resolve("job-2")), Duration.ofMinutes(5));
        Path owned = age(Files.writeString(directory.resolve("ds-2.csv"), "a,b"), Duration.ofDays(9));
        Path hidden = age(Files.createDirectories(directory.resolve(".incoming")), Duration.ofDays(9));

        Leftovers.remove(directory, NOW, () -> Set.of("ds-2"));

        assertThat(orphan).doesNotExist();
        assertThat(orphanFile).doesNotExist();
        assertThat(young).exists();
        assertThat(owned).exists();
        assertThat(hidden).exists();
        Leftovers.remove(directory.resolve("missing"), NOW, Set::of);
    }

    private static Path age(Path path, Duration age) throws IOException {
        return Files.setLastModifiedTime(path, FileTime.from(NOW.minus(age)));
    }
}
