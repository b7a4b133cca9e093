package dev.atelier.studio.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that another request or program takes away between two looks. */
class VanishedFilesTest {
    @TempDir
    Path home;

    @Test
    void oneThatHasVanishedIsNotListed() throws IOException {
        Path there = Files.writeString(home.resolve("there"), "x");
        Confinement confinement = new Confinement(home);

        assertThat(HomeOperations.listed(confinement, there)).isPresent();
        assertThat(HomeOperations.listed(confinement, home.resolve("gone"))).isEmpty();
    }

    @Test
    void oneThatHasVanishedIsNotOld() throws IOException {
        Path there = Files.writeString(home.resolve("there"), "x");

        assertThat(HomeDirectories.isOlder(there, Instant.MAX)).isTrue();
        assertThat(HomeDirectories.isOlder(home.resolve("gone"), Instant.MAX)).isFalse();
    }
}
