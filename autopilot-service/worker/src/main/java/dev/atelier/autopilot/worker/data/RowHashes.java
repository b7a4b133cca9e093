package dev.atelier.autopilot.worker.data;

import java.util.Arrays;
import java.util.List;

/** 64-bit hashes of rows: rows with the same values have the same hash, wherever they were read; others hardly ever do. */
public final class RowHashes {

    private static final long SEED = 0x9E3779B97F4A7C15L;
    private static final long MISSING = 0xD6E8FEB86659FD93L;
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    private RowHashes() {}

    /** A hash for each row of a table, of the named columns in their order. */
    public static long[] of(Table table, List<String> columns) {
        long[] hashes = new long[table.rows()];
        Arrays.fill(hashes, SEED);
        for (String name : columns) {
            switch (table.column(name)) {
                case Column.Numbers numbers -> add(numbers, hashes);
                case Column.Strings strings -> add(strings, hashes);
            }
        }
        return hashes;
    }

    private static void add(Column.Numbers numbers, long[] hashes) {
        double[] values = numbers.values();
        for (int row = 0; row < hashes.length; row++) {
            // Adding 0 makes one of both zeros.
            hashes[row] = mixed(hashes[row] ^ Double.doubleToLongBits(values[row] + 0.0));
        }
    }

    private static void add(Column.Strings strings, long[] hashes) {
        long[] words =
                strings.dictionary().stream().mapToLong(RowHashes::unmixed).toArray();
        for (int row = 0; row < hashes.length; row++) {
            int code = strings.codes()[row];
            hashes[row] = mixed(hashes[row] ^ (code < 0 ? MISSING : words[code]));
        }
    }

    /** A hash of one value. */
    static long of(CharSequence value) {
        return mixed(unmixed(value));
    }

    private static long unmixed(CharSequence word) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < word.length(); i++) {
            hash = (hash ^ word.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    /** Every bit of what comes in changes about half of what comes out (the end of MurmurHash3). */
    private static long mixed(long value) {
        long hash = value;
        hash = (hash ^ hash >>> 33) * 0xFF51AFD7ED558CCDL;
        hash = (hash ^ hash >>> 33) * 0xC4CEB9FE1A85EC53L;
        return hash ^ hash >>> 33;
    }
}
