package dev.atelier.studio.home;

import dev.atelier.studio.lab.ExampleNotebooks;
import dev.atelier.studio.tenancy.HomeSpace;
import dev.atelier.studio.tenancy.ProfileRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where the users' files are: {@code homes/<domain>/<user>} under {@code atelier.data-dir}. */
@ApplicationScoped
public class HomeDirectories implements HomeSpace {
    /** No domain's id begins with a dot. */
    private static final String UPLOADS = ".uploads";

    private static final String PARTS = ".parts";
    /** Homes that are being made. */
    private static final String NEW = ".new";

    private final Path homes;
    private final Clock clock;
    private final boolean examples;

    HomeDirectories(@ConfigProperty(name = "atelier.data-dir") Path dataDir, Clock clock, HomeConfig config) {
        this.clock = clock;
        this.examples = config.examples();
        this.homes = dataDir.toAbsolutePath().normalize().resolve("homes");
    }

    /** The home directory of a profile; it is there while the profile is in service, and stays afterwards. */
    public Path of(ProfileRef profile) {
        Path home = homes.resolve(profile.domainId()).resolve(profile.userProfileName());
        if (!home.normalize().equals(home) || home.getNameCount() != homes.getNameCount() + 2) {
            throw new IllegalArgumentException("not a profile: " + profile);
        }
        return home;
    }

    /** A file that can be moved into a home in one step. What an earlier life of the service left there is deleted after an hour. */
    Path temporary(String name) throws IOException {
        Path directory = Files.createDirectories(homes.resolve(UPLOADS));
        Instant old = clock.instant().minus(Duration.ofHours(1));
        try (Stream<Path> left = Files.list(directory)) {
            for (Path file : left.toList()) {
                if (Files.exists(file)
                        && Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
                    Files.deleteIfExists(file);
                }
            }
        }
        return directory.resolve(name);
    }

    /** What has arrived of an upload in parts. */
    Path part(String uploadId) throws IOException {
        return Files.createDirectories(homes.resolve(PARTS)).resolve(uploadId);
    }

    @Override
    public void provide(ProfileRef profile) {
        Path home = of(profile);
        try {
            if (Files.notExists(home) && examples) {
                provideWithExamples(home);
            }
            Files.createDirectories(home);
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
