package dev.atelier.studio.kernel;

import dev.atelier.platform.database.DatabaseException;
import dev.atelier.studio.store.AfterCommit;
import dev.atelier.studio.tenancy.Owner;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The live kernels and sessions of owners, in memory, for clients that ask every ten seconds from every tab. The stores say what this replica
 * changed, once it is committed; kernels that another replica changed are seen when all rows are read anyway, and its renaming of a session
 * after a minute. While the database is away, what was last known is told.
 */
@ApplicationScoped
class LiveLists {
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final int MAX_OWNERS = 10_000;

    private final AfterCommit afterCommit;
    private final Clock clock;
    private final Map<Owner, Kept> known = new HashMap<>();
    private long changes;

    /**
     * What one owner has.
     *
     * @param sessions those whose kernels are among the kernels
     */
    record Live(List<Kernel> kernels, List<KernelSession> sessions) {}

    private record Kept(Live live, Instant read) {}

    LiveLists(AfterCommit afterCommit, Clock clock) {
        this.afterCommit = afterCommit;
        this.clock = clock;
    }

    /** What the owner has. It is read only when it is not known. */
    Live of(Owner owner, Supplier<Live> reader) {
        Live found = find(owner);
        if (found != null) {
            return found;
        }
        long before = mark();
        try {
            Live read = reader.get();
            keep(owner, read, before);
            return read;
        } catch (DatabaseException e) {
            return last(owner).orElseThrow(() -> e);
        }
    }

    private synchronized Optional<Live> last(Owner owner) {
        return Optional.ofNullable(known.get(owner)).map(Kept::live);
    }

    /** The current transaction changes something of the owner's. */
    void changed(Owner owner) {
        afterCommit.run(() -> forget(owner::equals));
    }

    /** The current transaction changes the kernel. */
    void changed(String kernelId) {
        afterCommit.run(() -> forget(owner -> {
            Kept kept = known.get(owner);
            return kept != null
                    && kept.live().kernels().stream()
                            .anyMatch(kernel -> kernel.kernelId().equals(kernelId));
        }));
    }

    /** What {@link #refresh} needs to tell whether anything has changed since. */
    synchronized long mark() {
        return changes;
    }

    /** All live kernels of everybody, as they were read after the mark. */
    synchronized void refresh(long mark, List<Kernel> all) {
        if (mark != changes) {
            return;
        }
        Map<Owner, List<Kernel>> byOwner = all.stream()
                .sorted(Comparator.comparing(Kernel::kernelId))
                .collect(Collectors.groupingBy(Kernel::owner));
        known.entrySet().removeIf(entry -> {
            Live live = entry.getValue().live();
            List<Kernel> now = byOwner.getOrDefault(entry.getKey(), List.of());
            if (!ids(now).equals(ids(live.kernels()))) {
                return true;
            }
            entry.setValue(
                    new Kept(new Live(now, live.sessions()), entry.getValue().read()));
            return false;
        });
    }

    private synchronized @Nullable Live find(Owner owner) {
        Kept kept = known.get(owner);
        Instant now = clock.instant();
        if (kept == null || kept.read().plus(FRESH).isBefore(now) || kept.read().isAfter(now)) {
            return null;
        }
        return kept.live();
    }

    private synchronized void keep(Owner owner, Live live, long mark) {
        if (mark == changes) {
            if (known.size() >= MAX_OWNERS) {
                known.clear();
            }
            known.put(owner, new Kept(live, clock.instant()));
        }
    }

    private synchronized void forget(Predicate<Owner> changed) {
        changes++;
        known.keySet().removeIf(changed);
    }

    private static List<String> ids(List<Kernel> kernels) {
        return kernels.stream().map(Kernel::kernelId).toList();
    }
}
