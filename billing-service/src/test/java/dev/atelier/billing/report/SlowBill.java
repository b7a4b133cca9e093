package dev.atelier.billing.report;

import dev.atelier.billing.meter.Usage;
import dev.atelier.billing.meter.UsageEvent;
import dev.atelier.billing.meter.UsageEventType;
import dev.atelier.billing.price.PriceKey;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An independent and slow way to a bill: it looks at every second by itself and asks what was true then. It knows nothing
 * of intervals. Events lie on whole seconds, and no two events of a resource at the same one.
 */
final class SlowBill {
    /** A price from a second on. */
    record PriceAt(PriceKey key, Instant from, BigDecimal perHour) {}

    /** One second of one resource: its seconds × count cost {@code perHour} each hour, for each of the members. */
    record Second(UsageEvent event, BigDecimal perHour, List<String> members) {
        BigDecimal priceSeconds() {
            return perHour.multiply(BigDecimal.valueOf(event.usage().instanceCount()));
        }
    }

    private final Map<String, List<UsageEvent>> events = new HashMap<>();
    private final List<PriceAt> prices;

    SlowBill(List<UsageEvent> events, List<PriceAt> prices) {
        events.forEach(event -> this.events
                .computeIfAbsent(event.resourceId(), _ -> new ArrayList<>())
                .add(event));
        this.prices = prices;
    }

    /** Every second of usage in a period. */
    List<Second> seconds(Instant start, Instant end) {
        List<Second> seconds = new ArrayList<>();
        for (Instant second = start; second.isBefore(end); second = second.plusSeconds(1)) {
            for (List<UsageEvent> ofResource : events.values()) {
                UsageEvent running = running(ofResource, second);
                if (running != null) {
                    seconds.add(new Second(running, price(running.usage(), second), members(ofResource, second)));
                }
            }
        }
        return seconds;
    }

    /** Price × seconds by group; divided by 3600 this is the cost. */
    static Map<String, BigDecimal> sums(List<Second> seconds, Function<UsageEvent, String> group) {
        Map<String, BigDecimal> sums = new HashMap<>();
        seconds.forEach(second -> sums.merge(group.apply(second.event()), second.priceSeconds(), BigDecimal::add));
        return sums;
    }

    /** Price × seconds by member, "" where there was none; divided among the members with 34 digits. */
    static Map<String, BigDecimal> sumsByMember(List<Second> seconds) {
        Map<String, BigDecimal> sums = new HashMap<>();
        for (Second second : seconds) {
            List<String> members = second.members().isEmpty() ? List.of("") : second.members();
            BigDecimal share = second.priceSeconds().divide(BigDecimal.valueOf(members.size()), MathContext.DECIMAL128);
            members.forEach(member -> sums.merge(member, share, BigDecimal::add));
        }
        return sums;
    }

    private static @Nullable UsageEvent running(List<UsageEvent> events, Instant second) {
        UsageEvent last = last(
                events,
                second,
                event -> event.type() == UsageEventType.STARTED || event.type() == UsageEventType.ENDED);
        return last != null && last.type() == UsageEventType.STARTED ? last : null;
    }

    private static List<String> members(List<UsageEvent> events, Instant second) {
        TreeSet<String> present = new TreeSet<>();
        for (UsageEvent event : events) {
            String member = event.memberId();
            if (event.type() == UsageEventType.MEMBER_JOINED && !event.time().isAfter(second)) {
                UsageEvent last = last(
                        events,
                        second,
                        other -> other.memberId().equals(member)
                                && other.type() != UsageEventType.STARTED
                                && other.type() != UsageEventType.ENDED);
                UsageEvent dismissal = last(
                        events,
                        second,
                        other -> other.type() == UsageEventType.ENDED
                                && running(events, other.time().minusNanos(1)) != null);
                boolean joined = Objects.requireNonNull(last).type() == UsageEventType.MEMBER_JOINED;
                if (joined && (dismissal == null || dismissal.time().isBefore(lastJoin(events, second, member)))) {
                    present.add(member);
                }
            }
        }
        return List.copyOf(present);
    }

    private static Instant lastJoin(List<UsageEvent> events, Instant second, String member) {
        return Objects.requireNonNull(last(
                        events,
                        second,
                        other -> other.type() == UsageEventType.MEMBER_JOINED
                                && other.memberId().equals(member)))
                .time();
    }

    private static @Nullable UsageEvent last(
            List<UsageEvent> events, Instant second, java.util.function.Predicate<UsageEvent> which) {
        UsageEvent last = null;
        for (UsageEvent event : events) {
            if (which.test(event)
                    && !event.time().isAfter(second)
                    && (last == null || event.time().isAfter(last.time()))) {
                last = event;
            }
        }
        return last;
    }

    private BigDecimal price(Usage usage, Instant second) {
        PriceAt found = null;
        for (PriceAt price : prices) {
            if (price.key().equals(usage.key())
                    && !price.from().isAfter(second)
                    && (found == null || price.from().isAfter(found.from()))) {
                found = price;
            }
        }
        return Objects.requireNonNull(found).perHour();
    }
}
