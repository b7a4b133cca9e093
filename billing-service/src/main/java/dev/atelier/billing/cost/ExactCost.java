package dev.atelier.billing.cost;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * An amount of money without any rounding. An hourly price times a time rarely has a finite decimal form (a second at
 * 0.05 an hour is 0.0000138…), so the amount is kept as price × microseconds, which always has one, and is divided by the
 * microseconds of an hour only where it is shown. Costs of one currency can be added in any order and stay exact.
 *
 * @param priceMicros sum of hourly price × microseconds
 */
public record ExactCost(BigDecimal priceMicros) implements Comparable<ExactCost> {
    /** Decimals of a shown amount: a millionth of a millionth. */
    public static final int SCALE = 12;

    public static final ExactCost ZERO = new ExactCost(BigDecimal.ZERO);

    static final BigDecimal MICROS_PER_HOUR = BigDecimal.valueOf(3_600_000_000L);

    /** The price of one hour, for a number of microseconds. */
    public static ExactCost of(BigDecimal pricePerHour, BigInteger micros) {
        return new ExactCost(pricePerHour.multiply(new BigDecimal(micros)));
    }

    /** The price of one hour, for a number of microseconds. */
    public static ExactCost of(BigDecimal pricePerHour, long micros) {
        return of(pricePerHour, BigInteger.valueOf(micros));
    }

    public ExactCost plus(ExactCost other) {
        return new ExactCost(priceMicros.add(other.priceMicros));
    }

    /**
     * The amount as it is shown: exact when it has at most {@value #SCALE} decimals, else rounded half to even there,
     * without trailing zeros.
     */
    public BigDecimal amount() {
        return plain(priceMicros.divide(MICROS_PER_HOUR, SCALE, RoundingMode.HALF_EVEN));
    }

    /** The largest amount of {@value #SCALE} decimals that is not above this one. */
    BigDecimal floor() {
        return priceMicros.divide(MICROS_PER_HOUR, SCALE, RoundingMode.FLOOR);
    }

    /** What {@link #floor} leaves over, in units of price × microseconds. */
    BigDecimal remainder() {
        return priceMicros.subtract(floor().multiply(MICROS_PER_HOUR));
    }

    /** The same number without trailing zeros and without an exponent. */
    public static BigDecimal plain(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0, RoundingMode.UNNECESSARY) : stripped;
    }

    @Override
    public int compareTo(ExactCost other) {
        return priceMicros.compareTo(other.priceMicros);
    }

    /** By value: 1.0 equals 1.00. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ExactCost(var theirs) && priceMicros.compareTo(theirs) == 0;
    }

    @Override
    public int hashCode() {
        return priceMicros.stripTrailingZeros().hashCode();
    }
}
