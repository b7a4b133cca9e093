package dev.atelier.autopilot.service.support;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Streams made of looks at the database, so that any replica can serve them; a slow reader misses looks, never what they find. */
public final class Looks {
    private static final Duration EVERY = Duration.ofMillis(400);

    private Looks() {}

    /**
     * What the looks find.
     *
     * @param look gives what is new since the last one
     * @param ended whether the stream ends with the next look that finds nothing
     */
    public static <T> Multi<T> at(Supplier<List<T>> look, AtomicBoolean ended) {
        Executor blocking = Infrastructure.getDefaultWorkerPool();
        return Multi.createFrom()
                .ticks()
                .startingAfter(Duration.ofMillis(1))
                .every(EVERY)
                .onOverflow()
                .drop()
                .emitOn(blocking, 1)
                .map(_ -> look.get())
                .select()
                .first(found -> !ended.get() || !found.isEmpty())
                .onItem()
                .transformToMultiAndConcatenate(found -> Multi.createFrom().iterable(found));
    }
}
