package dev.atelier.billing.price.rest;

import dev.atelier.billing.price.Price;
import dev.atelier.platform.json.MoneyJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A price in force. */
@RegisterForReflection
@Schema(name = "Price")
record PriceJson(
        String instanceType,
        @Schema(examples = "studio") String component,
        String region,
        MoneyJson pricePerHour,

        @Schema(description = "What pricePerHour is the price of: hour; of storage gb-month, 2^30 bytes for 730 hours.")
        String unit,

        Instant validFrom,

        @Schema(description = "Derived from other figures, not published.")
        boolean estimated,

        @Schema(description = "Where the figure comes from.")
        String source,

        String priceBook) {
    static PriceJson of(Price price) {
        return new PriceJson(
                price.key().instanceType(),
                price.key().component().code(),
                price.key().region(),
                MoneyJson.of(price.amount().value(), price.currency()),
                price.key().component().unit(),
                price.validFrom(),
                price.estimated(),
                price.source(),
                price.book());
    }
}
