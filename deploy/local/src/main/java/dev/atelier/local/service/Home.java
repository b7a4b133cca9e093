package dev.atelier.local.service;

import dev.atelier.local.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** The directory that holds all state of an installation ({@code ATELIER_HOME}). */
public record Home(Path root) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The operator's token: bearer of it is the administrator. */
    public Path token() {
        return root.resolve("token");
    }

    /** Signs user and service tokens. */
    public Path signingKey() {
        return root.resolve("signing-key");
    }

    public Path databasePassword() {
        return root.resolve("postgres-password");
    }

    public Path postgres() {
        return root.resolve("postgres");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path log(String service) {
        return logs().resolve(service + ".log");
    }

    public Path run() {
        return root.resolve("run");
    }

    public Path releases() {
        return root.resolve("releases");
    }

    /** Where environments live; {@code ATELIER_ENVIRONMENTS_DIR} lets several homes share one place. */
    public Path environments() {
        String shared = System.getenv("ATELIER_ENVIRONMENTS_DIR");
        return shared == null || shared.isBlank()
                ? root.resolve("environments")
                : Path.of(shared).toAbsolutePath();
    }

    /** Makes the directory with its id and secrets, each once. */
    public void create() {
        Directories.create(root);
        Directories.create(logs());
        Directories.create(run());
        permit(root, "rwx------");
        secret(token());
        secret(signingKey());
        secret(databasePassword());
        Path id = root.resolve("installation-id");
        if (!Files.exists(id)) {
            byte[] random = new byte[6];
            RANDOM.nextBytes(random);
            write(id, "local-" + HexFormat.of().formatHex(random), "rw-r--r--");
        }
    }

    /** Tells this installation's processes from another's on the same machine; empty before the first start. */
    public Optional<String> installationId() {
        Path id = root.resolve("installation-id");
        return Files.exists(id) ? Optional.of(read(id)) : Optional.empty();
    }

    public static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    /** 256 random bits, readable by the owner only. */
    private static void secret(Path file) {
        if (!Files.exists(file)) {
            byte[] random = new byte[32];
            RANDOM.nextBytes(random);
            write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random), "rw-------");
        }
    }

    private static void write(Path file, String text, String permissions) {
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
            Files.writeString(fresh, text, StandardCharsets.UTF_8);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    private static void permit(Path file, String permissions) {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
