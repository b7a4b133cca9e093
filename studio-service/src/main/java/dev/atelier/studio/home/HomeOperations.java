package dev.atelier.studio.home;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.studio.audit.Audited;
import dev.atelier.studio.audit.AuditedType;
import dev.atelier.studio.store.Ids;
import dev.atelier.studio.tenancy.ProfileOperations;
import dev.atelier.studio.tenancy.ProfileRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be done with the files in a user's home directory. */
@ApplicationScoped
public class HomeOperations {
    private final HomeDirectories homes;
    private final ProfileOperations profiles;
    private final long maxFileSize;

    HomeOperations(HomeDirectories homes, ProfileOperations profiles, HomeConfig config) {
        this.homes = homes;
        this.profiles = profiles;
        this.maxFileSize = config.maxFileSize().asLongValue();
    }

    /** What is in a directory, by name. */
    public Page<FileInfo> list(Caller caller, ProfileRef owner, String path, PageRequest page) {
        caller.requireProfileRead(owner.domainId(), owner.userProfileName());
        try {
            Confinement home = confinement(owner);
            Path directory = home.target(path);
            if (!Files.isDirectory(directory)) {
                throw AtelierException.invalid("path", "'" + path + "' is not a directory");
            }
            try (Stream<Path> entries = Files.list(directory)) {
                List<FileInfo> found = entries.filter(entry -> after(entry, page.after()))
                        .sorted()
                        .limit(page.limit())
                        .map(entry -> info(home, relative(home, entry), entry))
                        .toList();
                return Page.of(
                        found, page, info -> info.path().substring(info.path().lastIndexOf('/') + 1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file to read. */
    public Path file(Caller caller, ProfileRef owner, String path) {
        caller.requireProfileRead(owner.domainId(), owner.userProfileName());
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
    public Upload upload(Caller caller, ProfileRef owner, String path, long declaredBytes) {
        caller.requireProfile(owner.domainId(), owner.userProfileName());
        if (declaredBytes > maxFileSize) {
            throw Upload.tooLarge(maxFileSize);
        }
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
            return new Upload(homes.temporary(Ids.random(20)), target, maxFileSize);
        } catch (NotDirectoryException _) {
            throw AtelierException.conflict("A part of '" + path + "' is a file, not a directory.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends an upload: the file appears in its place. */
    public FileInfo commit(ProfileRef owner, Upload upload) {
        try {
            Confinement home = confinement(owner);
            Path file = upload.commit();
            return info(home, relative(home, file), file);
        } catch (FileAlreadyExistsException _) {
            throw AtelierException.conflict("A part of the path is a file, not a directory.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a file, a link or an empty directory. Deleting what is gone does nothing. */
    @Audited(value = "DeleteFile", type = AuditedType.FILE)
    public void delete(Caller caller, ProfileRef owner, String path) {
        caller.requireProfile(owner.domainId(), owner.userProfileName());
        try {
            Confinement home = confinement(owner);
            Path entry = home.entry(path);
            if (entry.equals(home.home())) {
                throw AtelierException.invalid("path", "must name a file");
            }
            Files.deleteIfExists(entry);
        } catch (DirectoryNotEmptyException _) {
            throw AtelierException.conflict("The directory '" + path + "' is not empty.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Confinement confinement(ProfileRef owner) throws IOException {
        profiles.require(owner);
        homes.provide(owner);
        return new Confinement(homes.of(owner));
    }

    private static boolean after(Path entry, @Nullable String name) {
        return name == null || entry.getFileName().toString().compareTo(name) > 0;
    }

    private static String relative(Confinement home, Path entry) {
        return home.home().relativize(entry).toString();
    }

    private static FileInfo info(Confinement home, String path, Path entry) {
        try {
            BasicFileAttributes attributes = home.holds(entry)
                    ? Files.readAttributes(entry, BasicFileAttributes.class)
                    : Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return new FileInfo(
                    path,
                    attributes.isDirectory(),
                    attributes.isDirectory() ? 0 : attributes.size(),
                    attributes.lastModifiedTime().toInstant());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
