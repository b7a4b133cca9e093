package dev.atelier.autopilot.worker.data;

import java.util.HashSet;
import java.util.Set;

/**
 * How many different values there are, in bounded memory: exact while they are few, then from a sample of their hashes, of which only those with more and more
 * trailing zeros are kept (Wegman's adaptive sampling; Flajolet 1990). The same values in any order give the same count.
 */
public final class DistinctCount {

    /** The standard error is about 1 %. */
    private static final int MOST = 1 << 14;

    private final Set<Long> hashes = new HashSet<>();
    private int level;

    public void add(CharSequence value) {
        long hash = RowHashes.of(value);
        if (isKept(hash) && hashes.add(hash)) {
            while (hashes.size() > MOST) {
                level++;
                hashes.removeIf(kept -> !isKept(kept));
            }
        }
    }

    private boolean isKept(long hash) {
        return Long.numberOfTrailingZeros(hash) >= level;
    }

    public long count() {
        return (long) hashes.size() << level;
    }
}
