package dev.atelier.billing.report;

import java.time.Instant;
import java.util.List;

/**
 * What somebody who watches is told.
 *
 * @param complete whether the meters are all that run; else they are those that began, or are other than they were but for
 *     the cost that time adds
 * @param ended the resources that do not run any more; none when it is complete
 * @param running how many there are, changed or not
 */
public record MeterUpdate(
        Instant time, boolean complete, List<Meter> meters, List<String> ended, int running, List<MeterTotal> totals) {
    public MeterUpdate {
        meters = List.copyOf(meters);
        ended = List.copyOf(ended);
        totals = List.copyOf(totals);
    }

    static MeterUpdate complete(MeterSnapshot snapshot) {
        return new MeterUpdate(
                snapshot.time(),
                true,
                snapshot.meters(),
                List.of(),
                snapshot.meters().size(),
                snapshot.totals());
    }

    /** Whether it tells more than totals. */
    boolean tellsSomething() {
        return complete || !meters.isEmpty() || !ended.isEmpty();
    }
}
