package dev.atelier.billing.meter;

import java.util.List;
import java.util.stream.Stream;

/**
 * What became of events.
 *
 * @param accepted how many were new
 * @param duplicates how many were there already, with the same payload
 * @param conflicts which were there already with another payload; they changed nothing
 */
public record Receipt(long accepted, long duplicates, List<UsageConflict> conflicts) {
    public static final Receipt EMPTY = new Receipt(0, 0, List.of());

    public Receipt {
        conflicts = List.copyOf(conflicts);
    }

    public Receipt plus(Receipt other) {
        return new Receipt(
                accepted + other.accepted,
                duplicates + other.duplicates,
                Stream.concat(conflicts.stream(), other.conflicts.stream()).toList());
    }
}
