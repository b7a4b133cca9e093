package dev.atelier.billing.export;

import dev.atelier.billing.cost.ExactCost;
import dev.atelier.billing.meter.Owner;
import dev.atelier.billing.price.Component;
import dev.atelier.billing.price.PriceKey;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;

/**
 * The usage of one resource at one price within one month: a row of the export, before its cost is rounded.
 *
 * @param priceId the version of the price; 0 for what is free
 * @param micros microseconds × instance count; of storage microseconds × bytes
 * @param price of an hour; of storage of a GB-month
 * @param billingStart the beginning of the month, UTC
 * @param billingEnd the beginning of the next one
 */
record FocusCharge(
        String resourceId,
        PriceKey key,
        int instanceCount,
        Owner owner,
        String jobName,
        String endpointName,
        Instant start,
        Instant end,
        BigInteger micros,
        Instant billingStart,
        Instant billingEnd,
        long priceId,
        BigDecimal price,
        String currency,
        boolean estimated) {
    boolean storage() {
        return key.component() == Component.STORAGE;
    }

    ExactCost cost() {
        return storage() ? ExactCost.ofStorage(price, micros) : ExactCost.of(price, micros);
    }

    /** Hours, or GB-months, as they are shown. */
    BigDecimal quantity() {
        return storage()
                ? ExactCost.gbMonths(micros)
                : ExactCost.of(BigDecimal.ONE, micros).amount();
    }
}
