package dev.atelier.billing.budget;

import dev.atelier.billing.cost.Amount;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a budget has to tell; each one is given once in a period.
 *
 * @param threshold the percent that was reached; 0 for other kinds
 * @param spent null when it is not known
 * @param estimated whether some of that was priced with an estimate
 */
public record Alert(
        long id,
        String budgetId,
        Kind kind,
        int threshold,
        Instant periodStart,
        Instant time,
        @Nullable Amount spent,
        boolean estimated,
        Amount limit,
        String message) {
    /** Why an alert is given. */
    public enum Kind {
        /** A share of the limit is spent. */
        THRESHOLD,
        /** What runs is being stopped. */
        SHUT_DOWN,
        /** Some usage has no price, so that the budget cannot be checked. */
        UNKNOWN_PRICE;

        /** The name in REST and in the database, for example {@code shut-down}. */
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        static Kind of(String code) {
            return java.util.Arrays.stream(values())
                    .filter(kind -> kind.code().equals(code))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
