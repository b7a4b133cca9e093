package dev.atelier.billing.budget;

import dev.atelier.billing.cost.Amount;

/**
 * How much of a budget is used.
 *
 * @param estimated whether some of it was priced with an estimate
 */
public record Spent(Amount amount, boolean estimated) {
    /** In words, for example {@code 7.5 of 10 USD are spent}; estimates are named. */
    String of(Amount limit) {
        return "%s of %s %s are spent%s"
                .formatted(
                        amount.text(),
                        limit.text(),
                        limit.currency(),
                        estimated ? ", some of it at estimated prices" : "");
    }
}
