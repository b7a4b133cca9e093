package dev.atelier.billing.meter;

import java.time.Instant;

/**
 * An event of the ledger.
 *
 * @param recordedBy whose token it came with; "" for events of the first ledger, which did not ask
 * @param reversed whether it was taken back and counts no more
 */
public record RecordedEvent(UsageEvent event, Instant recordedAt, String recordedBy, boolean reversed) {}
