package dev.atelier.billing.cost;

/**
 * Splits a time among equals without losing any of it: everybody gets the whole microseconds of an even share, and the
 * microseconds that are left over go to the first ones, one each. The SQL of the reports does the same.
 */
public final class EvenSplit {
    private EvenSplit() {}

    /**
     * The share of one part.
     *
     * @param micros the time to split
     * @param parts how many share it
     * @param part which of them, from 0
     */
    public static long share(long micros, int parts, int part) {
        return micros / parts + (part < micros % parts ? 1 : 0);
    }
}
