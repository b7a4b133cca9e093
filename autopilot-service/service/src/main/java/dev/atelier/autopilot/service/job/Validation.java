package dev.atelier.autopilot.service.job;

import org.jspecify.annotations.Nullable;

/**
 * What is held out to measure candidates on; both are null where every row is measured in its fold.
 *
 * @param fraction of the rows
 * @param datasetId a table of its own
 */
public record Validation(
        @Nullable Double fraction, @Nullable String datasetId) {
    /** Whether anything is held out, so that each candidate is measured once. */
    public boolean given() {
        return fraction != null || datasetId != null;
    }
}
