package dev.atelier.billing.export.rest;

import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.export.FocusValidation;
import dev.atelier.platform.json.MoneyJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What checking an export has found. */
@RegisterForReflection
@Schema(name = "FocusValidation")
record FocusValidationJson(
        @Schema(description = "Every rule is kept and the sums are equal.")
        boolean valid,

        long rows,

        @Schema(description = "The first hundred.") List<String> violations,

        long violationCount,

        @Schema(description = "The sum of BilledCost, per currency.")
        List<MoneyJson> exported,

        @Schema(description = "What the ledger cost in the same time.")
        List<MoneyJson> ledger) {
    static FocusValidationJson of(FocusValidation validation) {
        return new FocusValidationJson(
                validation.valid(),
                validation.rows(),
                validation.violations(),
                validation.violationCount(),
                money(validation.exported()),
                money(validation.ledger()));
    }

    private static List<MoneyJson> money(List<Amount> amounts) {
        return amounts.stream()
                .map(amount -> MoneyJson.of(amount.value(), amount.currency()))
                .toList();
    }
}
