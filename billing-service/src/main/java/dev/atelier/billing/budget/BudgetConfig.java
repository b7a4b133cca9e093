package dev.atelier.billing.budget;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Budgets ({@code atelier.billing.budgets.*}). */
@ConfigMapping(prefix = "atelier.billing.budgets")
public interface BudgetConfig {
    /**
     * How often every budget is checked. What is to be shut down is looked at sooner, at the moment when its rate of now
     * uses its budget up, or reaches a threshold of it.
     */
    @WithDefault("PT30S")
    Duration checkInterval();

    Webhooks webhooks();

    /** Alerts that are sent. */
    interface Webhooks {
        /** How often deliveries that are due are looked for. */
        @WithDefault("PT1S")
        Duration interval();

        /** How long one attempt may take. */
        @WithDefault("PT10S")
        Duration timeout();

        /** The time before the second attempt; it doubles from attempt to attempt, up to an hour. */
        @WithDefault("PT5S")
        Duration backoff();

        /** After how many attempts a delivery is given up. */
        @WithDefault("12")
        @Min(1)
        @Max(100)
        int maxAttempts();

        /** Whether alerts may go to addresses inside: loopback, private, link-local, unique local. */
        @WithDefault("false")
        boolean allowPrivateAddresses();
    }
}
