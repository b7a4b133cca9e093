package dev.atelier.billing.report.rest;

import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.meter.rest.OwnerJson;
import dev.atelier.billing.report.Meter;
import dev.atelier.platform.json.MoneyJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Something that runs now. */
@RegisterForReflection
@Schema(name = "Meter")
record MeterJson(
        String resourceId,
        String component,
        String instanceType,
        int instanceCount,
        String region,
        OwnerJson owner,
        @Nullable String jobName,
        @Nullable String endpointName,
        Instant start,

        @Schema(description = "Since its start; absent when its price is not known.") @Nullable
        MoneyJson costSoFar,

        @Schema(description = "Of all its instances together, now; absent when it is not known.") @Nullable
        MoneyJson pricePerHour,

        @Schema(description = "A price is an estimate.") boolean estimated,
        @Schema(description = "The apps that use it now.") List<String> memberIds,

        @Schema(description = "How much is stored; for storage only.") @Nullable
        Long storageBytes,

        @Schema(description = "It is known that nothing on it is busy.")
        boolean idle,

        @Schema(description = "Its source has not been heard of since this time: whether it still runs is not known.")
        @Nullable
        Instant silentSince) {
    static MeterJson of(Meter meter) {
        return new MeterJson(
                meter.resourceId(),
                meter.component().code(),
                meter.usage().instanceType(),
                meter.usage().instanceCount(),
                meter.usage().region(),
                OwnerJson.of(meter.owner()),
                OwnerJson.absent(meter.usage().jobName()),
                OwnerJson.absent(meter.usage().endpointName()),
                meter.start(),
                money(meter.costSoFar()),
                money(meter.pricePerHour()),
                meter.estimated(),
                meter.memberIds(),
                meter.usage().storageBytes() == 0 ? null : meter.usage().storageBytes(),
                meter.idle(),
                meter.silentSince());
    }

    private static @Nullable MoneyJson money(@Nullable Amount amount) {
        return amount == null ? null : CostsJson.money(amount);
    }
}
