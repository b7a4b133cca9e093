package dev.atelier.studio.change;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.identity.Caller;
import dev.atelier.studio.tenancy.Owners;
import dev.atelier.studio.tenancy.Scope;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Follows the log. A stream reads at the pace of its reader and keeps nothing but its place, so a slow reader costs no memory and misses
 * nothing; any replica can serve it.
 */
@ApplicationScoped
public class ChangeWatch {
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int BATCH = 200;

    private final ChangeLog log;
    private final Owners owners;
    private final ChangeConfig config;
    private final Clock clock;
    private final AtomicInteger streams = new AtomicInteger();

    ChangeWatch(ChangeLog log, Owners owners, ChangeConfig config, Clock clock) {
        this.log = log;
        this.owners = owners;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Changes after a number, those that there were and those that come, until the reader leaves.
     *
     * @param after the number of the last change that the reader knows; null for those to come only
     */
    public Multi<Watched> watch(Caller caller, ChangeFilter filter, @Nullable Long after) {
        if (streams.get() >= config.maxStreams()) {
            throw new AtelierException(
                    ErrorCode.RESOURCE_LIMIT_EXCEEDED,
                    "There are %d streams of changes already; retry later.".formatted(config.maxStreams()));
        }
        Place place = new Place(owners.scope(caller, filter.owner()), filter, after == null ? log.last() : after);
        return Multi.createFrom()
                .ticks()
                .startingAfter(Duration.ofMillis(1))
                .every(LOOK)
                .onOverflow()
                .drop()
                .emitOn(Infrastructure.getDefaultWorkerPool(), 1)
                .onItem()
                .transformToMultiAndConcatenate(_ -> Multi.createFrom().iterable(place.look()))
                .onSubscription()
                .invoke(streams::incrementAndGet)
                .onTermination()
                .invoke(streams::decrementAndGet);
    }

    /** Where a stream is. It is used by one thread after the other. */
    private final class Place {
        private final Scope scope;
        private final ChangeFilter filter;
        private long last;
        private boolean begun;
        private Instant spoke = clock.instant();

        Place(Scope scope, ChangeFilter filter, long last) {
            this.scope = scope;
            this.filter = filter;
            this.last = last;
        }

        List<Watched> look() {
            List<Watched> found = new ArrayList<>();
            if (!begun) {
                begun = true;
                if (log.forgotten(last)) {
                    last = log.last();
                    found.add(new Watched.Reset(last));
                }
            }
            long head = log.head();
            if (head > last) {
                List<Change> changes = log.read(scope, filter, last, head, BATCH);
                changes.forEach(change -> found.add(new Watched.Changed(change)));
                last = changes.size() == BATCH ? changes.getLast().changeId() : head;
            }
            Instant now = clock.instant();
            if (!found.isEmpty()) {
                spoke = now;
            } else if (now.isAfter(spoke.plus(config.keepAlive()))) {
                spoke = now;
                found.add(new Watched.KeepAlive());
            }
            return found;
        }
    }
}
