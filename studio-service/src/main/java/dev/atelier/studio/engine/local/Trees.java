package dev.atelier.studio.engine.local;

import dev.atelier.studio.store.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Directories with all that is in them. */
final class Trees {
    private static final Logger LOG = Logger.getLogger(Trees.class);
    /** What begins with a dot is no app's, instance's or image's. */
    private static final String ASIDE = ".left-";

    private Trees() {}

    /**
     * Deletes the directory and everything in it, without following links. What is gone already is fine. Rights that were taken away in it
     * are given back first; what cannot be deleted even so, such as another user's files, is put aside, and then the directory is gone.
     */
    static void delete(Path root) {
        try {
            remove(root);
        } catch (IOException _) {
            open(root);
            removeOrPutAside(root);
        }
    }

    private static void removeOrPutAside(Path root) {
        try {
            remove(root);
        } catch (IOException e) {
            Path aside = root.resolveSibling(ASIDE + root.getFileName() + "-" + Ids.random(8));
            try {
                Files.move(root, aside);
            } catch (IOException unmoved) {
                e.addSuppressed(unmoved);
                throw new UncheckedIOException("Cannot delete " + root, e);
            }
            LOG.warnf("%s cannot be deleted and is left as %s: %s", root, aside, e);
        }
    }

    /** Lets this process list and change the directory and those in it, as far as they are its own. */
    private static void open(Path directory) {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException | UnsupportedOperationException _) {
            // it is tried without
        }
        within(directory).forEach(Trees::open);
    }

    private static List<Path> within(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        } catch (IOException | UncheckedIOException _) {
            return List.of();
        }
    }

    private static void remove(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
