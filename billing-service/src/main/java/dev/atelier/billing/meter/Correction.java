package dev.atelier.billing.meter;

import java.util.List;

/**
 * A correction that was made.
 *
 * @param reversals the reversing entries, in the order of what they take back
 * @param accepted how many events are new; 0 when the same correction was made before
 */
public record Correction(List<EventKey> reversals, long accepted) {
    public Correction {
        reversals = List.copyOf(reversals);
    }
}
