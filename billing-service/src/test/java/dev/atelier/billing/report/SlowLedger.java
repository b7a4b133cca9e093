package dev.atelier.billing.report;

import dev.atelier.billing.meter.EventKey;
import dev.atelier.billing.meter.Usage;
import dev.atelier.billing.meter.UsageEvent;
import dev.atelier.billing.meter.UsageEventType;
import dev.atelier.billing.price.Component;
import dev.atelier.billing.price.PriceKey;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A bill by somebody who knows nothing of intervals, days or sums: it looks at every minute of every resource by itself, asks
 * the events what was true then, and adds fractions. Events and prices lie on whole minutes, no two events of a resource at
 * the same one.
 */
final class SlowLedger {
    /** How many members a minute is always divided among without a remainder: 1, 2 or 3. */
    private static final int SHARES = 6;
    /** What every fraction is over: minutes of an hour, hours of a month, bytes of a GB, shares of a minute. */
    private static final BigInteger DENOMINATOR =
            BigInteger.valueOf(60 * 730 * SHARES).multiply(BigInteger.TWO.pow(30));

    private static final int SCALE = 12;

    private final Map<String, List<UsageEvent>> events;
    private final List<PriceAt> prices;
    private final Instant now;

    /** A price from a time on. */
    record PriceAt(PriceKey key, Instant from, BigDecimal price, String currency) {}

    /** A minute of a resource. */
    record Minute(
            Instant at,
            String resourceId,
            Usage usage,
            PriceAt price,
            List<String> members,
            List<String> payers,
            boolean idle) {
        /** What it costs, over the denominator. */
        BigDecimal cost() {
            return price.price().multiply(new BigDecimal(units()));
        }

        /** How much of the price it is, over the denominator. */
        BigInteger units() {
            return storage()
                    ? BigInteger.valueOf(usage.storageBytes()).multiply(BigInteger.valueOf(SHARES))
                    : BigInteger.valueOf(usage.instanceCount()).multiply(DENOMINATOR.divide(BigInteger.valueOf(60)));
        }

        boolean storage() {
            return usage.component() == Component.STORAGE;
        }
    }

    /** An exact amount, over the denominator. */
    record Fraction(BigDecimal over) {
        BigDecimal rounded(RoundingMode mode) {
            return over.divide(new BigDecimal(DENOMINATOR), SCALE, mode);
        }

        /** What is lost when it is cut after the last decimal. */
        BigDecimal lost() {
            return over.subtract(rounded(RoundingMode.FLOOR).multiply(new BigDecimal(DENOMINATOR)));
        }
    }

    SlowLedger(List<UsageEvent> all, List<PriceAt> prices, Instant now) {
        Set<EventKey> reversed = new HashSet<>();
        all.forEach(event -> {
            if (event.type() == UsageEventType.REVERSED) {
                reversed.add(event.reversal().target());
            }
        });
        this.events = all.stream()
                .filter(event -> event.type() != UsageEventType.REVERSED && !reversed.contains(event.key()))
                .collect(Collectors.groupingBy(UsageEvent::resourceId));
        this.prices = prices;
        this.now = now;
    }

    /** Every minute of usage in a time. */
    List<Minute> minutes(Instant start, Instant end) {
        List<Minute> minutes = new ArrayList<>();
        for (List<UsageEvent> ofResource : events.values()) {
            for (Instant at = start; at.isBefore(end); at = at.plus(Duration.ofMinutes(1))) {
                UsageEvent running = running(ofResource, at);
                if (running != null && (at.isBefore(now) || ends(ofResource, running.usage(), at))) {
                    minutes.add(new Minute(
                            at,
                            running.resourceId(),
                            running.usage(),
                            price(running.usage(), at),
                            members(ofResource, at),
                            payers(ofResource, at),
                            idle(ofResource, at)));
                }
            }
        }
        return minutes;
    }

    private static @Nullable UsageEvent running(List<UsageEvent> events, Instant at) {
        UsageEvent last = last(events, Instant.MIN, at, SlowLedger::startsOrEnds);
        return last != null && last.type() == UsageEventType.STARTED ? last : null;
    }

    /** Whether what runs at a time is known to end. */
    private static boolean ends(List<UsageEvent> events, Usage usage, Instant at) {
        return events.stream()
                .anyMatch(event -> event.time().isAfter(at)
                        && (event.type() == UsageEventType.ENDED
                                || (event.type() == UsageEventType.STARTED
                                        && !event.usage().equals(usage))));
    }

    /** When everybody was last sent away. */
    private static Instant dismissal(List<UsageEvent> events, Instant at) {
        UsageEvent last = last(
                events,
                Instant.MIN,
                at,
                event -> event.type() == UsageEventType.ENDED
                        && running(events, event.time().minusSeconds(60)) != null);
        return last == null ? Instant.MIN : last.time();
    }

    private static List<String> members(List<UsageEvent> events, Instant at) {
        return events.stream()
                .map(UsageEvent::memberId)
                .filter(member -> present(events, member, at))
                .distinct()
                .toList();
    }

    /** Who computes pays; while nobody does, everybody. */
    private static List<String> payers(List<UsageEvent> events, Instant at) {
        List<String> members = members(events, at);
        List<String> computing = members.stream()
                .filter(member -> busy(events, member, dismissal(events, at), at))
                .toList();
        return computing.isEmpty() ? members : computing;
    }

    private static boolean present(List<UsageEvent> events, String member, Instant at) {
        UsageEvent last = last(
                events,
                dismissal(events, at),
                at,
                event -> (event.type() == UsageEventType.MEMBER_JOINED || event.type() == UsageEventType.MEMBER_LEFT)
                        && event.memberId().equals(member));
        return last != null && last.type() == UsageEventType.MEMBER_JOINED;
    }

    private static boolean idle(List<UsageEvent> events, Instant at) {
        Instant since = dismissal(events, at);
        boolean known = last(events, since, at, SlowLedger::tellsActivity) != null;
        return known
                && events.stream()
                        .map(UsageEvent::memberId)
                        .distinct()
                        .noneMatch(member -> busy(events, member, since, at));
    }

    private static boolean busy(List<UsageEvent> events, String member, Instant since, Instant at) {
        UsageEvent last = last(
                events,
                since,
                at,
                event -> (tellsActivity(event)
                                && (event.memberId().equals(member)
                                        || (event.type() == UsageEventType.IDLE
                                                && event.memberId().isEmpty())))
                        || (event.type() == UsageEventType.MEMBER_LEFT
                                && event.memberId().equals(member)
                                && present(events, member, event.time().minusSeconds(60))));
        return last != null && last.type() == UsageEventType.BUSY;
    }

    private static boolean startsOrEnds(UsageEvent event) {
        return event.type() == UsageEventType.STARTED || event.type() == UsageEventType.ENDED;
    }

    private static boolean tellsActivity(UsageEvent event) {
        return event.type() == UsageEventType.BUSY || event.type() == UsageEventType.IDLE;
    }

    /** The last such event after a time and not after another. */
    private static @Nullable UsageEvent last(
            List<UsageEvent> events, Instant after, Instant at, Predicate<UsageEvent> which) {
        UsageEvent last = null;
        for (UsageEvent event : events) {
            if (event.time().isAfter(after)
                    && !event.time().isAfter(at)
                    && (last == null || event.time().isAfter(last.time()))
                    && which.test(event)) {
                last = event;
            }
        }
        return last;
    }

    private PriceAt price(Usage usage, Instant at) {
        PriceAt found = null;
        for (PriceAt price : prices) {
            if (price.key().equals(usage.key())
                    && !price.from().isAfter(at)
                    && (found == null || price.from().isAfter(found.from()))) {
                found = price;
            }
        }
        return Objects.requireNonNull(found);
    }
}
