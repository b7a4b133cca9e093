package dev.atelier.billing.meter;

import dev.atelier.billing.cost.EvenSplit;
import dev.atelier.billing.cost.Micros;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Closed usage by day (UTC) and account. What a change of the ledger adds is the usage after it, less the usage before it. */
final class DayUsage {
    private static final Duration DAY = Duration.ofDays(1);

    private final Map<Key, Sums> sums = new HashMap<>();

    /**
     * A day of an account.
     *
     * @param memberId the app whose part it is; "" for all of it
     */
    record Key(LocalDate day, long accountId, String memberId) {}

    /**
     * Microseconds × quantity.
     *
     * @param micros all of it
     * @param idle while it was known that nothing was busy
     * @param saved what apps would have used besides, had each had an instance of its own
     */
    record Sums(BigInteger micros, BigInteger idle, BigInteger saved) {
        Sums plus(Sums other) {
            return new Sums(micros.add(other.micros), idle.add(other.idle), saved.add(other.saved));
        }

        boolean isNothing() {
            return micros.signum() == 0 && idle.signum() == 0 && saved.signum() == 0;
        }
    }

    /**
     * Adds or takes away intervals.
     *
     * @param shares of their resources, of any time
     * @param sign 1 or -1
     */
    void add(List<Interval> intervals, List<UsageShare> shares, int sign) {
        Map<String, List<UsageShare>> byResource =
                shares.stream().collect(Collectors.groupingBy(UsageShare::resourceId));
        for (Interval interval : intervals) {
            UsageInterval.Id id = interval.id();
            add(
                    interval.accountId(),
                    interval.quantity(),
                    id.start(),
                    id.end(),
                    byResource.getOrDefault(id.resourceId(), List.of()),
                    sign);
        }
    }

    /** What runs still is no closed usage. */
    private void add(
            long accountId, long quantity, Instant start, @Nullable Instant end, List<UsageShare> shares, int sign) {
        if (end == null) {
            return;
        }
        BigInteger times = BigInteger.valueOf(quantity * sign);
        boolean shared = false;
        for (UsageShare share : shares) {
            Instant shareEnd = share.end();
            if (shareEnd != null && !share.start().isBefore(start) && !shareEnd.isAfter(end)) {
                shared = true;
                add(accountId, times, share, shareEnd);
            }
        }
        if (!shared) {
            add(accountId, times, new UsageShare("", "", start, end, 0, 1, false), end);
        }
    }

    /** What is not nothing. */
    Map<Key, Sums> sums() {
        sums.values().removeIf(Sums::isNothing);
        return sums;
    }

    /** The whole by the first of its parts, and the part of each app, day by day. */
    private void add(long accountId, BigInteger times, UsageShare share, Instant end) {
        Instant from = share.start();
        while (from.isBefore(end)) {
            Instant midnight = from.truncatedTo(ChronoUnit.DAYS).plus(DAY);
            Instant to = midnight.isBefore(end) ? midnight : end;
            LocalDate day = LocalDate.ofInstant(from, ZoneOffset.UTC);
            long micros = Micros.between(from, to);
            if (share.part() == 0) {
                add(new Key(day, accountId, ""), times, micros, share);
            }
            if (!share.memberId().isEmpty()) {
                add(
                        new Key(day, accountId, share.memberId()),
                        times,
                        EvenSplit.share(micros, share.parts(), share.part()),
                        share);
            }
            from = to;
        }
    }

    private void add(Key key, BigInteger times, long micros, UsageShare share) {
        BigInteger all = times.multiply(BigInteger.valueOf(micros));
        sums.merge(
                key,
                new Sums(
                        all,
                        share.idle() ? all : BigInteger.ZERO,
                        all.multiply(BigInteger.valueOf(share.parts() - 1L))),
                (one, other) -> one.plus(other));
    }
}
