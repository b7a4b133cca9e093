package dev.atelier.billing.planning;

import dev.atelier.billing.cost.Amount;
import dev.atelier.billing.price.Component;
import java.util.Locale;

/**
 * Something to change.
 *
 * @param endpointName "" when it is about no endpoint
 * @param suggestedInstanceType the type to take instead; "" for none
 * @param monthlySaving in 30 days like those that were looked at
 * @param evidence what it was derived from, with its figures
 * @param estimated whether some price in it is an estimate
 */
public record Advice(
        Kind kind,
        String domainId,
        String userProfileName,
        Component component,
        String instanceType,
        String endpointName,
        String suggestedInstanceType,
        Amount monthlySaving,
        String evidence,
        boolean estimated) {
    /** What is wasted. */
    public enum Kind {
        /** It runs and nothing on it is busy. */
        IDLE,
        /** An endpoint that nobody invokes. */
        FORGOTTEN_ENDPOINT,
        /** Another instance type has as much of everything for less. */
        CHEAPER_TYPE,
        /** A smaller instance type has more than was ever in use. */
        OVERSIZED;

        /** The name in REST, for example {@code cheaper-type}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
