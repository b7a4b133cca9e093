package dev.atelier.billing.report;

import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.meter.Owner;
import dev.atelier.billing.price.Component;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that runs now.
 *
 * @param costSoFar since its start; null when its price is not known for all of this time
 * @param pricePerHour of all its instances together, now; null when it is not known
 * @param estimated whether a price is an estimate
 * @param memberIds the apps that use it now
 */
public record Meter(
        String resourceId,
        Component component,
        String instanceType,
        int instanceCount,
        String region,
        Owner owner,
        String jobName,
        String endpointName,
        Instant start,
        @Nullable Amount costSoFar,
        @Nullable Amount pricePerHour,
        boolean estimated,
        List<String> memberIds) {
    public Meter {
        memberIds = List.copyOf(memberIds);
    }

    Meter priced(@Nullable Amount soFar, @Nullable Amount perHour, boolean withEstimate) {
        return new Meter(
                resourceId,
                component,
                instanceType,
                instanceCount,
                region,
                owner,
                jobName,
                endpointName,
                start,
                soFar,
                perHour,
                withEstimate,
                memberIds);
    }
}
