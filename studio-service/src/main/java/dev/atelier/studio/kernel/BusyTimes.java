package dev.atelier.studio.kernel;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * When apps compute: while any of their kernels does. What takes less than a second, a completion or the look of a tab that opens, is no
 * computing, and a pause of less than a minute belongs to the work around it. In memory, of the kernels whose hubs are here.
 */
@ApplicationScoped
public class BusyTimes {
    /** Less is no computing. */
    static final Duration SHORTEST = Duration.ofSeconds(1);

    /** A longer pause is the end of a span. */
    public static final Duration PAUSE = Duration.ofMinutes(1);

    private static final String TERMINALS = "terminals";

    private final Map<String, Work> apps = new ConcurrentHashMap<>();

    /**
     * A time of computing.
     *
     * @param to its end; null while it lasts
     */
    public record Span(Instant from, @Nullable Instant to) {}

    /**
     * What is known of an app.
     *
     * @param span the latest; null when it has not computed
     * @param quietSince when it last ceased to compute; null when it was never seen to, or computes
     */
    public record Seen(@Nullable Span span, @Nullable Instant quietSince) {}

    /** A kernel of the app is in that state since then. */
    void kernel(String appId, String kernelId, ExecutionState state, Instant since) {
        Work work = apps.computeIfAbsent(appId, _ -> new Work());
        switch (state) {
            case BUSY -> work.busy(kernelId, since);
            case IDLE, STARTING, RESTARTING, DEAD -> work.quiet(kernelId, since);
        }
    }

    /** A job runs in a terminal of the app, or none does. */
    public void terminals(String appId, boolean working, Instant now) {
        if (working) {
            apps.computeIfAbsent(appId, _ -> new Work()).busy(TERMINALS, now);
        } else {
            Optional.ofNullable(apps.get(appId)).ifPresent(work -> work.quiet(TERMINALS, now));
        }
    }

    /** What is known of the app now; empty when no hub of its kernels was ever here. */
    public Optional<Seen> find(String appId, Instant now) {
        return Optional.ofNullable(apps.get(appId)).map(work -> work.seen(now));
    }

    /** Forgets the apps that are not among these. */
    public void retain(Set<String> appIds) {
        apps.keySet().retainAll(appIds);
    }

    /** Works that overlap are one. */
    private static final class Work {
        private final Set<String> busy = new HashSet<>();
        private @Nullable Instant begun;
        private @Nullable Span last;
        private @Nullable Instant quietSince;

        private synchronized void busy(String who, Instant since) {
            if (busy.add(who) && begun == null) {
                begun = since;
            }
        }

        private synchronized void quiet(String who, Instant since) {
            if (busy.remove(who) && !busy.isEmpty()) {
                return;
            }
            if (begun != null && busy.isEmpty()) {
                if (Duration.between(begun, since).compareTo(SHORTEST) >= 0) {
                    last = new Span(joined(begun), since);
                    quietSince = since;
                }
                begun = null;
            }
            if (quietSince == null && busy.isEmpty()) {
                quietSince = since;
            }
        }

        private synchronized Seen seen(Instant now) {
            Instant since = begun;
            if (since != null && Duration.between(since, now).compareTo(SHORTEST) >= 0) {
                return new Seen(new Span(joined(since), null), null);
            }
            return new Seen(last, quietSince);
        }

        private Instant joined(Instant from) {
            Span before = last;
            Instant end = before == null ? null : before.to();
            return before != null && end != null && from.isBefore(end.plus(PAUSE)) ? before.from() : from;
        }
    }
}
