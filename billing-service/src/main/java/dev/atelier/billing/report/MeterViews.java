package dev.atelier.billing.report;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A reading of what runs, as those see it who watch: everybody with the same filter shares one view. */
final class MeterViews {
    private final MeterSnapshot snapshot;
    private final Map<CostFilter, MeterView> views = new ConcurrentHashMap<>();

    MeterViews(MeterSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** What a filter lets through. */
    MeterView of(CostFilter filter) {
        return views.computeIfAbsent(
                filter,
                _ -> new MeterView(
                        snapshot.time(),
                        snapshot.meters().stream().filter(filter::admits).toList()));
    }
}
