package dev.atelier.studio.home;

import dev.atelier.studio.lab.ExampleNotebooks;
import dev.atelier.studio.tenancy.HomeSpace;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.tenancy.SpaceRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where the files of users and spaces are: {@code homes/<domain>/<user>} and {@code homes/<domain>/space.<space>} under {@code atelier.data-dir}. */
@ApplicationScoped
public class HomeDirectories implements HomeSpace {
    /** No domain's id begins with a dot. */
    private static final String UPLOADS = ".uploads";

    private static final String PARTS = ".parts";
    /** Homes that are being made. */
    private static final String NEW = ".new";

    /** Homes of deleted spaces; no owner's name begins with a dot. */
    private static final String ASIDE = ".deleted";

    private final Path homes;
    private final Clock clock;
    private final boolean examples;

    HomeDirectories(@ConfigProperty(name = "atelier.data-dir") Path dataDir, Clock clock, HomeConfig config) {
        this.clock = clock;
        this.examples = config.examples();
        this.homes = dataDir.toAbsolutePath().normalize().resolve("homes");
    }

    /** The home directory of a profile or a space; it is there while its owner is in service. A profile's stays afterwards. */
    public Path of(Owner owner) {
        Path home = homes.resolve(owner.domainId()).resolve(owner.key());
        if (!home.normalize().equals(home) || home.getNameCount() != homes.getNameCount() + 2) {
            throw new IllegalArgumentException("not an owner: " + owner);
        }
        return home;
    }

    /** A file that can be moved into a home in one step. What an earlier life of the service left there is deleted after an hour. */
    Path temporary(String name) throws IOException {
        Path directory = Files.createDirectories(homes.resolve(UPLOADS));
        Instant old = clock.instant().minus(Duration.ofHours(1));
        try (Stream<Path> left = Files.list(directory)) {
            for (Path file : left.toList()) {
                if (isOlder(file, old)) {
                    Files.deleteIfExists(file);
                }
            }
        }
        return directory.resolve(name);
    }

    /** Whether the file is from before then; another request may have taken it away meanwhile. */
    static boolean isOlder(Path file, Instant time) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(time);
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    /** What has arrived of an upload in parts. */
    Path part(String uploadId) throws IOException {
        return Files.createDirectories(homes.resolve(PARTS)).resolve(uploadId);
    }

    /** The uploads in parts of which something has arrived. */
    Set<String> parts() throws IOException {
        Path directory = homes.resolve(PARTS);
        if (!Files.isDirectory(directory)) {
            return Set.of();
        }
        try (Stream<Path> parts = Files.list(directory)) {
            return parts.map(part -> part.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    @Override
    public void provide(Owner owner) {
        Path home = of(owner);
        try {
            if (Files.notExists(home) && examples) {
                provideWithExamples(home);
            }
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void retire(SpaceRef space) {
        Path home = of(space);
        if (!Files.isDirectory(home)) {
            return;
        }
        try {
            Path aside = Files.createDirectories(home.resolveSibling(ASIDE));
            Files.move(home, aside.resolve(space.key() + "-" + clock.instant().toEpochMilli()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In one step, so that there is never a home with half of them; what its owner deletes from it later does not come back. */
    private void provideWithExamples(Path home) throws IOException {
        Path fresh = homes.resolve(NEW).resolve(home.getParent().getFileName() + "." + home.getFileName());
        try {
            ExampleNotebooks.unpack(fresh);
            Files.createDirectories(home.getParent());
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | UncheckedIOException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
            // somebody else was quicker
        }
    }
}
