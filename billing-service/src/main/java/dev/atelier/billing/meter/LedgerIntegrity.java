package dev.atelier.billing.meter;

import java.time.Instant;
import java.util.List;

/**
 * What a check of the ledger found.
 *
 * @param problems the first of them
 * @param problemCount of all
 */
public record LedgerIntegrity(
        Instant checkedAt,
        long events,
        long resources,
        long intervals,
        List<LedgerProblem> problems,
        long problemCount) {
    public LedgerIntegrity {
        problems = List.copyOf(problems);
    }

    public boolean sound() {
        return problemCount == 0;
    }
}
