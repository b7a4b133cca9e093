package dev.atelier.billing.cost;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * An amount of money without any rounding. An hourly price times a time rarely has a finite decimal form (a second at
 * 0.05 an hour is 0.0000138…), nor has a share of a month; so the amount is kept in units in which both have one, and is
 * divided only where it is shown. Costs of one currency can be added in any order and stay exact.
 *
 * @param units sum of price × units: an hour has {@link #UNITS_PER_PRICE}, and so has a GB-month
 */
public record ExactCost(BigDecimal units) implements Comparable<ExactCost> {
    /** Decimals of a shown amount: a millionth of a millionth. */
    public static final int SCALE = 12;
    /** A month of storage, as AWS counts it. */
    public static final int HOURS_PER_MONTH = 730;
    /** A GB of storage, as AWS counts it. */
    public static final long BYTES_PER_GB = 1L << 30;

    public static final ExactCost ZERO = new ExactCost(BigDecimal.ZERO);

    private static final BigDecimal MICROS_PER_HOUR = BigDecimal.valueOf(3_600_000_000L);
    /** So few that the usual cost of a group fits in a {@code long}: decimals are several times as fast then. */
    private static final BigDecimal UNITS_PER_MICRO = BigDecimal.valueOf(HOURS_PER_MONTH / 10);
    /** Of the price of a GB-month. A tenth of a GB is a power of two of bytes, so this has a finite decimal form. */
    private static final BigDecimal UNITS_PER_BYTE_MICRO = BigDecimal.ONE.divide(BigDecimal.valueOf(10 * BYTES_PER_GB));
    /** The divisor of what is shown. */
    static final BigDecimal UNITS_PER_PRICE = MICROS_PER_HOUR.multiply(UNITS_PER_MICRO);
    /** Of the smallest amount that is shown. It has four digits, so the usual cost is divided as a {@code long}. */
    private static final BigDecimal UNITS_PER_SHOWN =
            UNITS_PER_PRICE.movePointLeft(SCALE).stripTrailingZeros();

    /** The price of one hour, for a number of microseconds. */
    public static ExactCost of(BigDecimal pricePerHour, BigInteger micros) {
        return ofPriced(pricePerHour.multiply(new BigDecimal(micros)), false);
    }

    /** The price of one hour, for a number of microseconds. */
    public static ExactCost of(BigDecimal pricePerHour, long micros) {
        return of(pricePerHour, BigInteger.valueOf(micros));
    }

    /**
     * Of prices that were multiplied and added up already.
     *
     * @param priceMicros prices of an hour × microseconds or, for storage, prices of a GB-month × bytes × microseconds
     */
    public static ExactCost ofPriced(BigDecimal priceMicros, boolean storage) {
        return priceMicros.signum() == 0
                ? ZERO
                : new ExactCost(priceMicros.multiply(storage ? UNITS_PER_BYTE_MICRO : UNITS_PER_MICRO));
    }

    /** The price of a GB-month, for a number of bytes × microseconds. */
    public static ExactCost ofStorage(BigDecimal pricePerGbMonth, BigInteger byteMicros) {
        return ofPriced(pricePerGbMonth.multiply(new BigDecimal(byteMicros)), true);
    }

    /** Bytes × microseconds in GB-months, as they are shown. */
    public static BigDecimal gbMonths(BigInteger byteMicros) {
        return byteMicros.signum() == 0
                ? BigDecimal.ZERO
                : ofStorage(BigDecimal.ONE, byteMicros).amount();
    }

    public ExactCost plus(ExactCost other) {
        return new ExactCost(units.add(other.units));
    }

    /**
     * The amount as it is shown: exact when it has at most {@value #SCALE} decimals, else rounded half to even there,
     * without trailing zeros.
     */
    public BigDecimal amount() {
        return units.signum() == 0 ? BigDecimal.ZERO : plain(shown(RoundingMode.HALF_EVEN));
    }

    /** The largest amount of {@value #SCALE} decimals that is not above this one. */
    BigDecimal floor() {
        return shown(RoundingMode.FLOOR);
    }

    private BigDecimal shown(RoundingMode rounding) {
        return units.divide(UNITS_PER_SHOWN, 0, rounding).movePointLeft(SCALE);
    }

    /** What an amount of at most {@value #SCALE} decimals leaves over of it, in units. */
    BigDecimal beyond(BigDecimal amount) {
        return units.subtract(amount.movePointRight(SCALE).multiply(UNITS_PER_SHOWN));
    }

    /** An amount of any precision as it is shown, see {@link #amount()}. */
    public static BigDecimal shown(BigDecimal amount) {
        return plain(amount.setScale(Math.min(SCALE, Math.max(0, amount.scale())), RoundingMode.HALF_EVEN));
    }

    /** The same number without trailing zeros and without an exponent. */
    public static BigDecimal plain(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0, RoundingMode.UNNECESSARY) : stripped;
    }

    @Override
    public int compareTo(ExactCost other) {
        return units.compareTo(other.units);
    }

    /** By value: 1.0 equals 1.00. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ExactCost(var theirs) && units.compareTo(theirs) == 0;
    }

    @Override
    public int hashCode() {
        return units.stripTrailingZeros().hashCode();
    }
}
