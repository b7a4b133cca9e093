package dev.atelier.studio.access;

import dev.atelier.platform.database.DatabaseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What secrets open, as it was last looked up. It is good for some seconds without asking the database, because JupyterLab polls, and for
 * some minutes while that is away.
 */
final class RecentlySeen<T> {
    /** How long another replica may still let in what has been ended. */
    static final Duration RECHECK = Duration.ofSeconds(15);

    private static final Duration WITHOUT_DATABASE = Duration.ofMinutes(2);
    private static final int MAX_REMEMBERED = 20_000;

    private final Clock clock;
    private final Map<String, Looked<T>> remembered = new ConcurrentHashMap<>();

    private record Looked<T>(T value, Instant at) {}

    RecentlySeen(Clock clock) {
        this.clock = clock;
    }

    /** What the secret with this hash opens; {@code look} is asked when that is not known well enough. */
    Optional<T> find(byte[] hash, Supplier<Optional<T>> look) {
        String key = key(hash);
        Instant now = clock.instant();
        @Nullable Looked<T> looked = remembered.get(key);
        if (looked != null && looked.at().plus(RECHECK).isAfter(now)) {
            return Optional.of(looked.value());
        }
        try {
            Optional<T> found = look.get();
            found.ifPresentOrElse(value -> keep(key, new Looked<>(value, now)), () -> remembered.remove(key));
            return found;
        } catch (DatabaseException e) {
            if (looked == null || !looked.at().plus(WITHOUT_DATABASE).isAfter(now)) {
                throw e;
            }
            return Optional.of(looked.value());
        }
    }

    /** The secret opens nothing any more. */
    void forget(byte[] hash) {
        remembered.remove(key(hash));
    }

    private void keep(String key, Looked<T> looked) {
        if (remembered.size() >= MAX_REMEMBERED) {
            remembered.clear();
        }
        remembered.put(key, looked);
    }

    private static String key(byte[] hash) {
        return Base64.getEncoder().encodeToString(hash);
    }
}
