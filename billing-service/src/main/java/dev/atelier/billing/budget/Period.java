package dev.atelier.billing.budget;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/** The time that a budget is for. */
public sealed interface Period {
    /** Where the period that a moment lies in began. */
    Instant start(Instant now);

    /**
     * From when on alerts belong to the same period: in a rolling period an alert is not given again before it has left
     * the window.
     */
    Instant alertsSince(Instant now);

    /** A calendar month, as the zone has it: with its daylight saving. */
    record Month(ZoneId zone) implements Period {
        @Override
        public Instant start(Instant now) {
            return now.atZone(zone)
                    .toLocalDate()
                    .with(TemporalAdjusters.firstDayOfMonth())
                    .atStartOfDay(zone)
                    .toInstant();
        }

        @Override
        public Instant alertsSince(Instant now) {
            return start(now);
        }

        /** When the next month begins. */
        public Instant end(Instant now) {
            return now.atZone(zone)
                    .toLocalDate()
                    .with(TemporalAdjusters.firstDayOfNextMonth())
                    .atStartOfDay(zone)
                    .toInstant();
        }
    }

    /** The last days up to now, of 24 hours each. */
    record Rolling(int days) implements Period {
        @Override
        public Instant start(Instant now) {
            return now.minus(Duration.ofDays(days)).truncatedTo(ChronoUnit.MICROS);
        }

        @Override
        public Instant alertsSince(Instant now) {
            return start(now);
        }
    }
}
