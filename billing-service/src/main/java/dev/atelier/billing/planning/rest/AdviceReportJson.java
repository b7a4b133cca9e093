package dev.atelier.billing.planning.rest;

import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.planning.Advice;
import dev.atelier.billing.planning.AdviceReport;
import dev.atelier.platform.json.MoneyJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is wasted in a time, and what is not. */
@RegisterForReflection
@Schema(name = "AdviceReport")
record AdviceReportJson(
        Instant start,
        Instant end,

        @Schema(description = "By saving, the largest first; at most a hundred.")
        List<AdviceJson> items,

        @Schema(description = "What was known to be idle in this time, per currency.")
        List<MoneyJson> idleCost,

        @Schema(description = "What apps that shared instances would have cost besides, had each had one of its own.")
        List<MoneyJson> sharingSaved,

        @Schema(description = "Some of the usage that was looked at was priced with an estimate.")
        boolean estimated) {
    /** Something to change. */
    @RegisterForReflection
    @Schema(name = "Advice")
    record AdviceJson(
            @Schema(
                    description = "idle: it runs and nothing on it is busy; forgotten-endpoint: nobody invokes it; "
                            + "cheaper-type: another instance type has as much of everything for less; "
                            + "oversized: a smaller one has more than was ever in use.")
            String kind,

            String domainId,
            String userProfileName,
            String component,
            String instanceType,

            @Schema(description = "Absent when it is about no endpoint.") @Nullable
            String endpointName,

            @Schema(description = "The type to take instead; absent for none.") @Nullable
            String suggestedInstanceType,

            @Schema(description = "In 30 days like those that were looked at.")
            MoneyJson monthlySaving,

            @Schema(description = "What it was derived from, with its figures.")
            String evidence,

            @Schema(description = "Some price in it is an estimate.")
            boolean estimated) {
        static AdviceJson of(Advice advice) {
            return new AdviceJson(
                    advice.kind().code(),
                    advice.domainId(),
                    advice.userProfileName(),
                    advice.component().code(),
                    advice.instanceType(),
                    absent(advice.endpointName()),
                    absent(advice.suggestedInstanceType()),
                    ForecastJson.money(advice.monthlySaving()),
                    advice.evidence(),
                    advice.estimated());
        }

        private static @Nullable String absent(String text) {
            return text.isEmpty() ? null : text;
        }
    }

    static AdviceReportJson of(AdviceReport report) {
        return new AdviceReportJson(
                report.start(),
                report.end(),
                report.advice().stream().map(AdviceJson::of).toList(),
                money(report.idleCost()),
                money(report.sharingSaved()),
                report.estimated());
    }

    private static List<MoneyJson> money(List<Amount> amounts) {
        return amounts.stream().map(ForecastJson::money).toList();
    }
}
