package dev.atelier.billing.budget;

/**
 * One part of the answer before a launch.
 *
 * @param kind what was looked at
 * @param reason why it may not, in words that a person can act on; empty when it may
 * @param budgetId the budget that says so; empty for a price
 */
public record LaunchCheck(Kind kind, boolean allowed, String reason, String budgetId) {
    /** What is looked at before a launch. */
    public enum Kind {
        PRICE,
        BUDGET,
        QUOTA;

        /** The name in REST, for example {@code budget}. */
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
