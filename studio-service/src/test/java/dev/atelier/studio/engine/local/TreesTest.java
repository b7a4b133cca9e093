package dev.atelier.studio.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreesTest {
    @TempDir
    Path parent;

    /** Only a process that is not root obeys these. */
    @ParameterizedTest
    @ValueSource(strings = {"r-xr-xr-x", "---------", "r--r--r--"})
    void rightsThatWereTakenAwayAreGivenBack(String permissions) throws IOException {
        Path root = Files.createDirectories(parent.resolve("i-1"));
        Path inner = Files.createDirectories(root.resolve("a/b"));
        Files.writeString(inner.resolve("file"), "x");
        Files.setPosixFilePermissions(inner, PosixFilePermissions.fromString(permissions));

        Trees.delete(root);

        assertThat(entries()).isEmpty();
    }

    /** Such as the mount point of another file system. */
    @Test
    void whatCannotBeDeletedIsPutAside() throws IOException {
        Path root = Files.createDirectories(parent.resolve("i-1"));
        SmallDisk disk = SmallDisk.at(Files.createDirectories(root.resolve("inner")));
        assumeThat(disk.isMounted()).as("may mount").isTrue();
        try {
            Trees.delete(root);

            assertThat(root).doesNotExist();
            assertThat(entries()).singleElement().asString().startsWith(".left-i-1-");
        } finally {
            disk.close(parent.resolve(entries().getFirst()).resolve("inner"));
        }
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> entries = Files.list(parent)) {
            return entries.map(Path::getFileName).toList();
        }
    }
}
