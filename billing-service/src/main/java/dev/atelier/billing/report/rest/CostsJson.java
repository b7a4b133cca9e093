package dev.atelier.billing.report.rest;

import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.cost.CostRow;
import dev.atelier.billing.report.CostReport;
import dev.atelier.billing.report.Grouping;
import dev.atelier.platform.json.MoneyJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Costs by group. */
@RegisterForReflection
@Schema(name = "Costs")
record CostsJson(
        Instant start,
        Instant end,
        List<RowJson> rows,

        @Schema(description = "One total per currency; the rows add up to it, to the last digit.")
        List<MoneyJson> totals) {
    /** The cost of one group in one currency. */
    @RegisterForReflection
    @Schema(name = "CostRow")
    record RowJson(
            @Schema(
                    description =
                            "One value per grouping, \"\" where the usage has none. Users come with their domain.")
            Map<String, String> group,

            MoneyJson cost,

            @Schema(description = "Billed instance time: time × instance count.")
            Duration usage,

            @Schema(description = "Some of it still runs.") boolean running,

            @Schema(description = "Some of it was priced with an estimate.")
            boolean estimated) {
        static RowJson of(CostRow row, List<Grouping> groupBy) {
            Map<String, String> group = new LinkedHashMap<>();
            for (int i = 0; i < groupBy.size(); i++) {
                group.put(groupBy.get(i).code(), row.group().get(i));
            }
            return new RowJson(group, money(row.cost()), row.usage(), row.running(), row.estimated());
        }
    }

    static CostsJson of(CostReport report) {
        return new CostsJson(
                report.start(),
                report.end(),
                report.costs().rows().stream()
                        .map(row -> RowJson.of(row, report.groupBy()))
                        .toList(),
                report.costs().totals().stream().map(CostsJson::money).toList());
    }

    static MoneyJson money(Amount amount) {
        return MoneyJson.of(amount.value(), amount.currency());
    }
}
