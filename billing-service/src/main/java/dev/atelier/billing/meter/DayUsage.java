package dev.atelier.billing.meter;

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
import org.jspecify.annotations.Nullable;

/** Closed usage by day (UTC) and account. What a change of the ledger adds is the usage after it, less the usage before it. */
final class DayUsage {
    private static final Duration DAY = Duration.ofDays(1);

    private final Map<Key, Sums> sums = new HashMap<>();

    /** A day of an account. */
    record Key(LocalDate day, long accountId) {}

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
     * Adds or takes away an interval.
     *
     * @param end null while it runs: then it is no closed usage
     * @param shares of its resource, of any time
     * @param sign 1 or -1
     */
    void add(long accountId, long quantity, Instant start, @Nullable Instant end, List<UsageShare> shares, int sign) {
        if (end == null) {
            return;
        }
        BigInteger times = BigInteger.valueOf(quantity * sign);
        boolean shared = false;
        for (UsageShare share : shares) {
            Instant shareEnd = share.end();
            if (share.part() == 0 && shareEnd != null && !share.start().isBefore(start) && !shareEnd.isAfter(end)) {
                shared = true;
                add(accountId, times, share.start(), shareEnd, share.parts() - 1, share.idle());
            }
        }
        if (!shared) {
            add(accountId, times, start, end, 0, false);
        }
    }

    /** What is not nothing. */
    Map<Key, Sums> sums() {
        sums.values().removeIf(Sums::isNothing);
        return sums;
    }

    private void add(long accountId, BigInteger times, Instant start, Instant end, int others, boolean idle) {
        Instant from = start;
        while (from.isBefore(end)) {
            Instant midnight = from.truncatedTo(ChronoUnit.DAYS).plus(DAY);
            Instant to = midnight.isBefore(end) ? midnight : end;
            BigInteger micros = times.multiply(BigInteger.valueOf(Micros.between(from, to)));
            sums.merge(
                    new Key(LocalDate.ofInstant(from, ZoneOffset.UTC), accountId),
                    new Sums(micros, idle ? micros : BigInteger.ZERO, micros.multiply(BigInteger.valueOf(others))),
                    (one, other) -> one.plus(other));
            from = to;
        }
    }
}
