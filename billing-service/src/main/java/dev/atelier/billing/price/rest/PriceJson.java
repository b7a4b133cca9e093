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
                price.validFrom(),
                price.estimated(),
                price.source(),
                price.book());
    }
}
