package dev.atelier.billing.estimate.rest;

import dev.atelier.billing.estimate.Comparison;
import dev.atelier.platform.json.MoneyJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Instance types that have enough, by currency, then cost; at most a hundred. */
@RegisterForReflection
@Schema(name = "Comparison")
record ComparisonJson(
        @Schema(description = "How long they would run.") Duration duration, List<OptionJson> options) {

    /** One of them. */
    @RegisterForReflection
    @Schema(name = "InstanceTypeOption")
    record OptionJson(
            String instanceType,
            int vcpu,
            BigDecimal memoryGib,
            int gpu,

            @Schema(description = "Of all instances together.")
            MoneyJson pricePerHour,

            MoneyJson cost,

            @Schema(description = "The price is an estimate.")
            boolean estimated) {
        static OptionJson of(Comparison.Option option) {
            return new OptionJson(
                    option.spec().instanceType(),
                    option.spec().vcpu(),
                    new BigDecimal(option.spec().memoryGib().toPlainString()),
                    option.spec().gpu(),
                    MoneyJson.of(
                            option.pricePerHour().value(), option.pricePerHour().currency()),
                    MoneyJson.of(option.cost().value(), option.cost().currency()),
                    option.estimated());
        }
    }

    static ComparisonJson of(Comparison comparison) {
        return new ComparisonJson(
                comparison.duration(),
                comparison.options().stream().map(OptionJson::of).toList());
    }
}
