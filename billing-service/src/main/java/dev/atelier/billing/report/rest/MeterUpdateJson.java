package dev.atelier.billing.report.rest;

import dev.atelier.billing.report.MeterTotal;
import dev.atelier.billing.report.MeterUpdate;
import dev.atelier.platform.json.MoneyJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What somebody who watches is told. */
@RegisterForReflection
@Schema(name = "MeterUpdate")
record MeterUpdateJson(
        Instant time,

        @Schema(description = "The meters are all that run; else they are what is news.")
        boolean complete,

        List<MeterJson> meters,

        @Schema(description = "The resources that do not run any more.")
        List<String> endedResourceIds,

        @Schema(description = "How many run, news or not.") int running,

        @Schema(description = "Of all that run, one per currency.")
        List<MeterTotalJson> totals) {
    static MeterUpdateJson of(MeterUpdate update) {
        return new MeterUpdateJson(
                update.time(),
                update.complete(),
                update.meters().stream().map(MeterJson::of).toList(),
                update.ended(),
                update.running(),
                update.totals().stream().map(MeterTotalJson::of).toList());
    }

    /** What runs, together; meters whose price is not known are left out. */
    @RegisterForReflection
    @Schema(name = "MeterTotal")
    record MeterTotalJson(
            MoneyJson costSoFar,
            MoneyJson pricePerHour,

            @Schema(description = "A price of one of them is an estimate.")
            boolean estimated) {
        static MeterTotalJson of(MeterTotal total) {
            return new MeterTotalJson(
                    CostsJson.money(total.costSoFar()), CostsJson.money(total.pricePerHour()), total.estimated());
        }
    }
}
