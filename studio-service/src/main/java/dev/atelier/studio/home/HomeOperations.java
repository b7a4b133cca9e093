package dev.atelier.studio.home;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.studio.audit.Audited;
import dev.atelier.studio.audit.AuditedType;
import dev.atelier.studio.store.Ids;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.tenancy.Owners;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be done with the files in a user's home directory. */
@ApplicationScoped
public class HomeOperations {
    private final HomeDirectories homes;
    private final HomeSize size;
    private final Owners owners;
    private final long maxFileSize;
    private final Map<Owner, Lock> locks = new ConcurrentHashMap<>();

    HomeOperations(HomeDirectories homes, HomeSize size, Owners owners, HomeConfig config) {
        this.homes = homes;
        this.size = size;
        this.owners = owners;
        this.maxFileSize = config.maxFileSize().asLongValue();
    }

    /** How much the home directory holds and may hold. */
    public HomeInfo info(Caller caller, Owner owner) {
        owners.requireRead(caller, owner);
        try {
            confinement(owner);
            return new HomeInfo(size.measure(owner), size.limit(owner));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is in a directory, by name. */
    public Page<FileInfo> list(Caller caller, Owner owner, String path, PageRequest page) {
        owners.requireRead(caller, owner);
        try {
            Confinement home = confinement(owner);
            Path directory = home.target(path);
            if (!Files.isDirectory(directory)) {
                throw AtelierException.invalid("path", "'" + path + "' is not a directory");
            }
            try (Stream<Path> entries = Files.list(directory)) {
                List<FileInfo> found = entries.filter(entry -> after(entry, page.after()))
                        .sorted()
                        .flatMap(entry -> listed(home, entry).stream())
                        .limit(page.limit())
                        .toList();
                return Page.of(
                        found, page, info -> info.path().substring(info.path().lastIndexOf('/') + 1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file to read. */
    public Path file(Caller caller, Owner owner, String path) {
        owners.requireRead(caller, owner);
        try {
            Path file = confinement(owner).target(path);
            if (!Files.isRegularFile(file)) {
                throw AtelierException.invalid("path", "'" + path + "' is not a file");
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Begins to write a file. Close what comes back in any case.
     *
     * @param declaredBytes how many bytes will come, or -1 when that is not known
     */
    @Audited(value = "WriteFile", type = AuditedType.FILE, refusalsOnly = true)
    public Upload upload(Caller caller, Owner owner, String path, long declaredBytes) {
        owners.requireUse(caller, owner);
        if (declaredBytes > maxFileSize) {
            throw Upload.tooLarge(maxFileSize);
        }
        try {
            Path target = place(owner, path);
            size.require(owner, target, Math.max(0, declaredBytes));
            return new Upload(homes.temporary(Ids.random(20)), target, maxFileSize);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a file may be put; {@code VALIDATION} or {@code CONFLICT} where it may not. */
    Path place(Owner owner, String path) throws IOException {
        try {
            Confinement home = confinement(owner);
            Path target = home.entry(path);
            if (target.equals(home.home()) || path.endsWith("/")) {
                throw AtelierException.invalid("path", "must name a file");
            }
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)
                    && !Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
                throw AtelierException.conflict("'" + path + "' is there and is not a file.");
            }
            return target;
        } catch (NotDirectoryException _) {
            throw AtelierException.conflict("A part of '" + path + "' is a file, not a directory.");
        }
    }

    /** Ends an upload: the file appears in its place, unless the home is full. */
    @Audited(value = "WriteFile", type = AuditedType.FILE)
    public FileInfo commit(Caller caller, Owner owner, String path, Upload upload) {
        owners.requireUse(caller, owner);
        return put(owner, upload.target(), upload.written(), upload::commit);
    }

    /** Moves a file of this file system into the home. */
    @Audited(value = "WriteFile", type = AuditedType.FILE)
    public FileInfo put(Caller caller, Owner owner, String path, Path file) throws IOException {
        owners.requireUse(caller, owner);
        Path target = place(owner, path);
        return put(owner, target, Files.size(file), () -> Upload.move(file, target));
    }

    private interface Move {
        Path move() throws IOException;
    }

    /** One after the other for a home, so that together they do not exceed what each alone would not. */
    private FileInfo put(Owner owner, Path target, long bytes, Move move) {
        Lock lock = locks.computeIfAbsent(owner, _ -> new ReentrantLock());
        lock.lock();
        try {
            size.require(owner, target, bytes);
            Confinement home = confinement(owner);
            Path file = move.move();
            return info(home, relative(home, file), file);
        } catch (FileAlreadyExistsException _) {
            throw AtelierException.conflict("A part of the path is a file, not a directory.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Deletes a file, a link or a directory. Deleting what is gone does nothing.
     *
     * @param recursive whether a directory goes with all that is in it; links in it go, not what they lead to
     */
    @Audited(value = "DeleteFile", type = AuditedType.FILE)
    public void delete(Caller caller, Owner owner, String path, boolean recursive) {
        owners.requireUse(caller, owner);
        try {
            Confinement home = confinement(owner);
            Path entry = home.entry(path);
            if (entry.equals(home.home())) {
                throw AtelierException.invalid("path", "must name a file");
            }
            if (recursive && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                deleteTree(entry);
            } else {
                Files.deleteIfExists(entry);
            }
        } catch (DirectoryNotEmptyException _) {
            throw AtelierException.conflict("The directory '" + path + "' is not empty.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteTree(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path emptied, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.deleteIfExists(emptied);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private Confinement confinement(Owner owner) throws IOException {
        owners.require(owner);
        homes.provide(owner);
        return new Confinement(homes.of(owner));
    }

    private static boolean after(Path entry, @Nullable String name) {
        return name == null || entry.getFileName().toString().compareTo(name) > 0;
    }

    private static String relative(Confinement home, Path entry) {
        return home.home().relativize(entry).toString();
    }

    /** Empty for what has vanished since it was found. */
    static Optional<FileInfo> listed(Confinement home, Path entry) {
        try {
            return Optional.of(info(home, relative(home, entry), entry));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileInfo info(Confinement home, String path, Path entry) throws IOException {
        BasicFileAttributes attributes = home.holds(entry)
                ? Files.readAttributes(entry, BasicFileAttributes.class)
                : Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return new FileInfo(
                path,
                attributes.isDirectory(),
                attributes.isDirectory() ? 0 : attributes.size(),
                attributes.lastModifiedTime().toInstant());
    }
}
