package dev.atelier.studio.home;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.platform.database.DatabaseException;
import dev.atelier.studio.tenancy.Owner;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Holds home directories to their quota: the sum of their files' sizes, links not followed. What goes through the API is counted at the
 * moment at which it would appear; what JupyterLab saves, by a figure that may be {@link #RECHECK} old. What a process of the user
 * writes itself is not stopped by this, but nothing more goes in by those ways while the home is full.
 */
@ApplicationScoped
public class HomeSize {
    static final Duration RECHECK = Duration.ofSeconds(5);
    private static final Logger LOG = Logger.getLogger(HomeSize.class);
    private static final int MAX_REMEMBERED = 10_000;

    private final HomeDirectories homes;
    private final HomeQuota quota;
    private final Clock clock;
    private final Map<Owner, Measured> remembered = new ConcurrentHashMap<>();

    HomeSize(HomeDirectories homes, HomeQuota quota, Clock clock) {
        this.homes = homes;
        this.quota = quota;
        this.clock = clock;
    }

    private record Measured(long bytes, OptionalLong limit, Instant at) {}

    /** The sum of the sizes of all files now, in bytes. */
    long measure(Owner owner) throws IOException {
        long[] sum = new long[1];
        Files.walkFileTree(homes.of(owner), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sum[0] += attributes.isRegularFile() ? attributes.size() : 0;
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE; // it went while we looked, or is not ours to read
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return sum[0];
    }

    /** How much the home may take up; empty for no limit. */
    OptionalLong limit(Owner owner) {
        return quota.limit(owner);
    }

    /** Refuses with {@code RESOURCE_LIMIT_EXCEEDED} when a file of this size in this place would be too much. */
    void require(Owner owner, Path place, long bytes) throws IOException {
        OptionalLong limit = quota.limit(owner);
        if (limit.isEmpty()) {
            return;
        }
        long used = measure(owner);
        long replaced = Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS) ? Files.size(place) : 0;
        if (used - replaced + bytes > limit.getAsLong()) {
            throw full(used, limit.getAsLong(), bytes);
        }
    }

    /**
     * The same for what JupyterLab writes, before it does.
     *
     * @param path relative to the home directory; a file that is there already counts as replaced
     * @param requestBytes of the request, in which a file is base64 or JSON; 0 when that is not known
     */
    public void requireRoom(Owner owner, String path, long requestBytes) {
        try {
            Path home = homes.of(owner);
            Path place = home.resolve(path).normalize();
            boolean there = place.startsWith(home) && Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS);
            long more = Math.max(0, requestBytes / 4 * 3 - (there ? Files.size(place) : 0));
            Measured measured = recent(owner);
            if (measured.limit().isPresent()
                    && measured.bytes() + more > measured.limit().getAsLong()) {
                throw full(measured.bytes(), measured.limit().getAsLong(), more);
            }
        } catch (InvalidPathException _) {
            // the Lab will say so
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** While the database is away the last figure goes on to hold, so that people can save their work. */
    private Measured recent(Owner owner) throws IOException {
        Instant now = clock.instant();
        Measured measured = remembered.get(owner);
        if (measured != null && measured.at().plus(RECHECK).isAfter(now)) {
            return measured;
        }
        OptionalLong limit;
        try {
            limit = quota.limit(owner);
        } catch (DatabaseException e) {
            LOG.debugf(e, "The quota of %s cannot be read", owner);
            limit = measured == null ? OptionalLong.empty() : measured.limit();
        }
        Measured next = new Measured(limit.isEmpty() ? 0 : measure(owner), limit, now);
        if (remembered.size() >= MAX_REMEMBERED) {
            remembered.clear();
        }
        remembered.put(owner, next);
        return next;
    }

    private static AtelierException full(long used, long limit, long bytes) {
        return new AtelierException(
                ErrorCode.RESOURCE_LIMIT_EXCEEDED,
                "The home directory holds %d of %d bytes, so %d more do not fit; delete files, or ask for a larger quota."
                        .formatted(used, limit, bytes));
    }
}
