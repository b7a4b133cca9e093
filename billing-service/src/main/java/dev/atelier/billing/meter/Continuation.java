package dev.atelier.billing.meter;

import dev.atelier.billing.cost.Micros;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What starts and ends that are later than everything before them make of a resource's last interval: the same as its whole
 * timeline, for which nothing but that interval need be read.
 */
final class Continuation {
    private Continuation() {}

    /**
     * The last interval as it becomes, if there was one, and those after it.
     *
     * @param seenUntil the latest time of any earlier event of the resource
     * @param last its last interval; null when it had none
     * @return nothing when only the whole timeline can tell
     */
    static Optional<List<Interval>> of(List<EventTable.Recorded> events, Instant seenUntil, @Nullable Interval last) {
        List<EventTable.Recorded> ordered = events.stream()
                .sorted(Comparator.comparing(
                        recorded -> Micros.truncate(recorded.event().time())))
                .toList();
        List<Interval> chain = new ArrayList<>();
        if (last != null) {
            chain.add(last);
        }
        Instant before = seenUntil;
        for (EventTable.Recorded recorded : ordered) {
            UsageEvent event = recorded.event();
            Instant time = Micros.truncate(event.time());
            Interval tail = chain.isEmpty() ? null : chain.getLast();
            boolean open = tail != null && tail.isOpen();
            if (!time.isAfter(before)) {
                return Optional.empty();
            }
            if (event.type() == UsageEventType.ENDED) {
                if (tail != null && open) {
                    chain.set(chain.size() - 1, tail.ended(time));
                }
            } else if (event.type() == UsageEventType.STARTED && !open) {
                chain.add(new Interval(
                        new UsageInterval.Id(event.resourceId(), time, null, event.key()),
                        recorded.accountId(),
                        event.usage().quantity(),
                        tail == null ? null : tail.id().end()));
            } else {
                return Optional.empty();
            }
            before = time;
        }
        return Optional.of(chain);
    }
}
