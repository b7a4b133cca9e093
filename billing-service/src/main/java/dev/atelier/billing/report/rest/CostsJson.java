package dev.atelier.billing.report.rest;

import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.cost.CostRow;
import dev.atelier.billing.report.CostReport;
import dev.atelier.billing.report.GroupBy;
import dev.atelier.platform.json.MoneyJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Costs by group. */
@RegisterForReflection
@Schema(name = "Costs")
record CostsJson(
        Instant start,
        Instant end,
        List<RowJson> rows,

        @Schema(description = "One total per currency; the rows add up to it, to the last digit.")
        List<MoneyJson> totals,

        @Schema(description = "Some of it was priced with an estimate; the rows tell which.")
        boolean estimated,

        @Schema(description = "Absent on the last page, and when no page was asked for.") @Nullable
        String nextPageToken) {
    /** The cost of one group in one currency. */
    @RegisterForReflection
    @Schema(name = "CostRow")
    record RowJson(
            @Schema(
                    description =
                            "One value per grouping, \"\" where the usage has none. Users come with their domain; a period comes first.")
            Map<String, String> group,

            MoneyJson cost,

            @Schema(description = "Billed instance time: time × instance count.")
            Duration usage,

            @Schema(description = "Some of it still runs.") boolean running,

            @Schema(description = "Some of it was priced with an estimate.")
            boolean estimated,

            @Schema(description = "The part of the cost in which it was known that nothing was busy.")
            MoneyJson idleCost,

            @Schema(description = "What the apps would have cost besides, had each had an instance of its own.")
            MoneyJson sharingSaved,

            @Schema(description = "Stored GB-months, for storage only: 2^30 bytes for 730 hours.") @Nullable
            String storageGbMonths) {
        static RowJson of(CostRow row, List<String> codes) {
            Map<String, String> group = new LinkedHashMap<>();
            for (int i = 0; i < codes.size(); i++) {
                group.put(codes.get(i), row.group().get(i));
            }
            return new RowJson(
                    group,
                    money(row.cost()),
                    row.usage(),
                    row.running(),
                    row.estimated(),
                    money(row.idleCost()),
                    money(row.sharingSaved()),
                    row.gbMonths().signum() == 0 ? null : row.gbMonths().toPlainString());
        }
    }

    static CostsJson of(CostReport report) {
        List<String> codes = report.groupBy().stream().map(GroupBy::code).toList();
        return new CostsJson(
                report.start(),
                report.end(),
                report.costs().rows().parallelStream()
                        .map(row -> RowJson.of(row, codes))
                        .toList(),
                report.costs().totals().stream().map(CostsJson::money).toList(),
                report.costs().estimated(),
                report.nextPageToken());
    }

    static MoneyJson money(Amount amount) {
        return MoneyJson.of(amount.value(), amount.currency());
    }
}
