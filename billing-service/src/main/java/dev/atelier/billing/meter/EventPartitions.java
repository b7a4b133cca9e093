package dev.atelier.billing.meter;

import dev.atelier.platform.database.Database;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** The monthly partitions of the events: made ahead, and for a late or early event when it comes. */
@ApplicationScoped
class EventPartitions {
    private static final int MONTHS_AHEAD = 3;
    /** Everything before it lies in one partition. */
    private static final YearMonth FIRST = YearMonth.of(2020, 1);

    private final Database database;
    private final Clock clock;
    private final Set<YearMonth> made = ConcurrentHashMap.newKeySet();

    EventPartitions(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    void onStart(@Observes StartupEvent event) {
        makeAhead();
    }

    @Scheduled(every = "12h", delayed = "12h", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void makeAhead() {
        YearMonth month = month(clock.instant());
        ensure(IntStream.rangeClosed(0, MONTHS_AHEAD)
                .mapToObj(month::plusMonths)
                .toList());
    }

    /** Sees to it that events of these times have a place. To be called outside of a transaction. */
    void ensureFor(Collection<UsageEvent> events) {
        List<YearMonth> missing = events.stream()
                .map(event -> month(event.time()))
                .distinct()
                .filter(month -> !month.isBefore(FIRST) && !made.contains(month))
                .toList();
        ensure(missing);
    }

    private void ensure(List<YearMonth> months) {
        for (YearMonth month : months) {
            if (!made.contains(month)) {
                database.list(
                        "SELECT make_usage_event_partition(?::date)",
                        _ -> true,
                        month.atDay(1).toString());
                made.add(month);
            }
        }
    }

    private static YearMonth month(Instant time) {
        return YearMonth.from(time.atOffset(ZoneOffset.UTC));
    }
}
