package dev.atelier.billing.cost;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;

/** Time in microseconds, the ledger's resolution. */
public final class Micros {
    private static final BigInteger PER_SECOND = BigInteger.valueOf(1_000_000);

    private Micros() {}

    /** The microsecond in which an instant lies. */
    public static Instant truncate(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    /** Whole microseconds of a duration. */
    public static long of(Duration duration) {
        return Math.addExact(Math.multiplyExact(duration.toSeconds(), 1_000_000L), duration.toNanosPart() / 1_000);
    }

    /** Microseconds from one instant to another; 0 when the other is not later. */
    public static long between(Instant start, Instant end) {
        return start.isBefore(end) ? ChronoUnit.MICROS.between(start, end) : 0;
    }

    public static Duration duration(BigInteger micros) {
        if (micros.bitLength() < Long.SIZE) {
            return Duration.of(micros.longValueExact(), ChronoUnit.MICROS);
        }
        BigInteger[] parts = micros.divideAndRemainder(PER_SECOND);
        return Duration.ofSeconds(parts[0].longValueExact(), parts[1].intValueExact() * 1_000L);
    }

    /** What a time has beyond its microseconds. */
    public static int nanosBeyond(Instant time) {
        return time.get(ChronoField.NANO_OF_SECOND) % 1_000;
    }
}
