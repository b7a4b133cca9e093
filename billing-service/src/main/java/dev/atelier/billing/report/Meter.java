package dev.atelier.billing.report;

import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.meter.Owner;
import dev.atelier.billing.meter.Usage;
import dev.atelier.billing.price.Component;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that runs now.
 *
 * @param usage with its component
 * @param costSoFar since its start; null when its price is not known for all of this time
 * @param pricePerHour of all its instances together, now; null when it is not known
 * @param estimated whether a price is an estimate
 * @param memberIds the apps that use it now
 * @param idle whether it is known that nothing on it is busy
 * @param silentSince when its source was last heard of, if that is too long ago; null while it is heard of
 */
public record Meter(
        String resourceId,
        Usage usage,
        Instant start,
        @Nullable Amount costSoFar,
        @Nullable Amount pricePerHour,
        boolean estimated,
        List<String> memberIds,
        boolean idle,
        @Nullable Instant silentSince) {
    public Meter {
        memberIds = List.copyOf(memberIds);
    }

    public Component component() {
        return usage.key().component();
    }

    public Owner owner() {
        return usage.owner();
    }

    /** But for the cost that time adds. */
    Meter withoutCost() {
        return priced(null, pricePerHour, estimated);
    }

    Meter priced(@Nullable Amount soFar, @Nullable Amount perHour, boolean withEstimate) {
        return new Meter(resourceId, usage, start, soFar, perHour, withEstimate, memberIds, idle, silentSince);
    }
}
