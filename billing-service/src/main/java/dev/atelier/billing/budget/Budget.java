package dev.atelier.billing.budget;

import dev.atelier.billing.cost.Amount;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much a scope may cost in a period.
 *
 * @param thresholds percents of the limit at which an alert is given, ascending
 * @param grace how long after it is used up what runs is left alone
 * @param maxInstances how many instances of the scope may run at once; 0: any number
 * @param overrideUntil until when it is not enforced; null: it is
 * @param exceededAt since when a check has found it used up; null while it is not
 */
public record Budget(
        String id,
        String name,
        Scope scope,
        Amount limit,
        Period period,
        List<Integer> thresholds,
        Enforcement enforcement,
        Duration grace,
        int maxInstances,
        Webhook webhook,
        Instant createdAt,
        String createdBy,
        @Nullable Instant overrideUntil,
        @Nullable Instant exceededAt) {
    public Budget {
        thresholds = List.copyOf(thresholds);
    }

    boolean overridden(Instant now) {
        return overrideUntil != null && now.isBefore(overrideUntil);
    }
}
