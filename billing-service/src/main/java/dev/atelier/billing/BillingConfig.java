package dev.atelier.billing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How billing works ({@code atelier.billing.*}). */
@ConfigMapping(prefix = "atelier.billing")
public interface BillingConfig {
    Meters meters();

    Usage usage();

    Advice advice();

    Exports exports();

    /** The live view of what runs. */
    interface Meters {
        /** The time between two updates of a meter stream. */
        @WithDefault("PT1S")
        Duration interval();

        /** The longest time in which somebody who watches changes hears nothing. */
        @WithDefault("PT15S")
        Duration keepAlive();

        /** How many may watch at once. */
        @WithDefault("500")
        @Min(1)
        int maxWatchers();
    }

    /** What is advised. */
    interface Advice {
        /** How long nobody must have invoked an endpoint that runs until it is called forgotten. */
        @WithDefault("P1D")
        Duration forgottenAfter();

        /** How long it must be known how much of an instance was in use until it can be called oversized. */
        @WithDefault("PT8H")
        Duration measuredAtLeast();
    }

    /** Exports of the ledger. Each holds a connection to the database until it ends. */
    interface Exports {
        /** How many may run at once on a replica, checks of exports among them. */
        @WithDefault("3")
        @Min(1)
        int maxParallel();

        /** After which time an export ends of which its client takes nothing. */
        @WithDefault("PT1M")
        Duration stalledAfter();
    }

    /** Recording of usage events. */
    interface Usage {
        /**
         * How many events of gRPC streams wait to be written at once. Each stream writes its part of them in one transaction:
         * all of them when it is alone, a thousand at least.
         */
        @WithDefault("10000")
        @Min(1)
        @Max(100_000)
        int batchSize();

        /** A source of which nothing is heard for this time, though it once sent heartbeats, has its open intervals flagged. */
        @WithDefault("PT3M")
        Duration silentAfter();

        /** How often closed usage is merged into the sums by day and month; until then it is added up when somebody asks. */
        @WithDefault("PT15S")
        Duration merge();
    }
}
