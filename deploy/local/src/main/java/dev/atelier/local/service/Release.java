package dev.atelier.local.service;

import dev.atelier.local.Directories;
import dev.atelier.local.LauncherException;
import dev.atelier.local.environment.Hashes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;

/**
 * The built services as they were when {@code up} began, in a directory of their own: a later build in the working copy does
 * not pull the jars from under running services. Files are hard links where the file system can.
 */
public record Release(Path directory) {
    private static final String WORKER = "autopilot-service/worker/target/atelier-worker.jar";

    public Path application(AtelierService service) {
        return directory.resolve(service.id());
    }

    public Path worker() {
        return directory.resolve("worker").resolve("atelier-worker.jar");
    }

    /** The release that the working copy's build would be, taken or not. */
    public static Release of(Path repository, Path releases) {
        StringBuilder contents = new StringBuilder();
        for (AtelierService service : AtelierService.values()) {
            describe(repository.resolve(service.build()), contents);
        }
        describe(repository.resolve(WORKER), contents);
        return new Release(releases.resolve(Hashes.of(contents.toString()).substring(0, 12)));
    }

    /** Takes what the working copy has built. */
    public static Release take(Path repository, Path releases) {
        Release release = of(repository, releases);
        if (!Files.isDirectory(release.directory())) {
            Path building = releases.resolve(release.directory().getFileName() + ".building");
            Directories.delete(building);
            Release fresh = new Release(building);
            for (AtelierService service : AtelierService.values()) {
                link(repository.resolve(service.build()), fresh.application(service));
            }
            link(repository.resolve(WORKER), fresh.worker());
            move(building, release.directory());
        }
        return release;
    }

    /** Deletes all releases but this one. */
    public void removeOthers() {
        try (Stream<Path> others = Files.list(directory.getParent())) {
            others.filter(other -> !other.equals(directory)).forEach(Directories::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void describe(Path build, StringBuilder contents) {
        if (!Files.exists(build)) {
            throw new LauncherException("Not built: " + build + " (./atelier up builds it)");
        }
        try (Stream<Path> files = Files.walk(build)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                contents.append(file)
                        .append(' ')
                        .append(Files.size(file))
                        .append(' ')
                        .append(Files.getLastModifiedTime(file).toMillis())
                        .append('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void link(Path from, Path to) {
        try {
            Files.walkFileTree(from, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Path target = file.equals(from)
                            ? to
                            : to.resolve(from.relativize(file).toString());
                    Files.createDirectories(target.getParent());
                    linkOrCopy(file, target);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot take the build " + from, e);
        }
    }

    private static void linkOrCopy(Path file, Path target) throws IOException {
        try {
            Files.createLink(target, file);
        } catch (UnsupportedOperationException | IOException _) {
            Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        }
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
