package dev.atelier.billing.report;

import java.time.Instant;
import java.util.List;

/** Everything that ran at a time. */
public record MeterSnapshot(Instant time, List<Meter> meters) {
    public MeterSnapshot {
        meters = List.copyOf(meters);
    }
}
