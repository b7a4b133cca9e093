package dev.atelier.billing.estimate.rest;

import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.estimate.Estimate;
import dev.atelier.billing.estimate.EstimatedLine;
import dev.atelier.platform.json.MoneyJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The cost of planned usage; the lines add up to the total. */
@RegisterForReflection
@Schema(name = "Estimate")
record EstimateJson(
        List<LineJson> lines,
        MoneyJson total,

        @Schema(description = "The price of a line is an estimate.")
        boolean estimated) {
    /** Planned usage with its cost. */
    @RegisterForReflection
    @Schema(name = "EstimateLine")
    record LineJson(
            String instanceType,
            String component,
            String region,
            int instanceCount,
            Duration duration,

            @Schema(description = "Of all instances together.")
            MoneyJson pricePerHour,

            MoneyJson cost,

            @Schema(description = "The price is an estimate.")
            boolean estimated) {
        static LineJson of(EstimatedLine line) {
            return new LineJson(
                    line.line().key().instanceType(),
                    line.line().key().component().code(),
                    line.line().key().region(),
                    line.line().instanceCount(),
                    line.line().duration(),
                    money(line.pricePerHour()),
                    money(line.cost()),
                    line.estimated());
        }
    }

    static EstimateJson of(Estimate estimate) {
        return new EstimateJson(
                estimate.lines().stream().map(LineJson::of).toList(), money(estimate.total()), estimate.estimated());
    }

    private static MoneyJson money(Amount amount) {
        return MoneyJson.of(amount.value(), amount.currency());
    }
}
