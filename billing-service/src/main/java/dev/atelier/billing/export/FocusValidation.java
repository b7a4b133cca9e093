package dev.atelier.billing.export;

import dev.atelier.billing.cost.Amount;
import java.util.List;

/**
 * What checking an export has found.
 *
 * @param violations the first ones, in words that name row, column and rule
 * @param violationCount how many there are altogether
 * @param exported the sum of BilledCost, per currency
 * @param ledger what the cost report says for the same time; equal to the last digit
 */
public record FocusValidation(
        long rows, List<String> violations, long violationCount, List<Amount> exported, List<Amount> ledger) {
    public FocusValidation {
        violations = List.copyOf(violations);
        exported = List.copyOf(exported);
        ledger = List.copyOf(ledger);
    }

    /** Whether every rule is kept and the sums are equal. */
    public boolean valid() {
        return violationCount == 0 && exported.equals(ledger);
    }
}
