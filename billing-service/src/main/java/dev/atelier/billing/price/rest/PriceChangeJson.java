package dev.atelier.billing.price.rest;

import dev.atelier.billing.price.PriceChange;
import dev.atelier.platform.json.MoneyJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How two versions differ in one key. */
@RegisterForReflection
@Schema(name = "PriceChange")
record PriceChangeJson(
        @Schema(description = "added, removed, or changed.") String change,

        String instanceType,
        String component,
        String region,

        @Schema(description = "Absent when the price is new.") @Nullable
        FigureJson before,

        @Schema(description = "Absent when the price is gone.") @Nullable
        FigureJson after) {
    /** A price of one side. */
    @RegisterForReflection
    @Schema(name = "PriceFigure")
    record FigureJson(MoneyJson pricePerHour, boolean estimated) {
        static @Nullable FigureJson of(PriceChange.@Nullable Figure figure) {
            return figure == null
                    ? null
                    : new FigureJson(
                            MoneyJson.of(
                                    figure.perHour().value(), figure.perHour().currency()),
                            figure.estimated());
        }
    }

    static PriceChangeJson of(PriceChange change) {
        return new PriceChangeJson(
                change.kind(),
                change.key().instanceType(),
                change.key().component().code(),
                change.key().region(),
                FigureJson.of(change.before()),
                FigureJson.of(change.after()));
    }
}
