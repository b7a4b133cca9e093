package dev.atelier.billing.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one watcher knows, and so what is news to it. */
final class MeterChanges {
    private @Nullable Map<String, Meter> known;

    /** What is other than at the last call; at the first everything. */
    MeterUpdate since(MeterSnapshot snapshot) {
        Map<String, Meter> before = known;
        Map<String, Meter> now = HashMap.newHashMap(snapshot.meters().size());
        List<Meter> news = new ArrayList<>();
        for (Meter meter : snapshot.meters()) {
            Meter settled = meter.withoutCost();
            now.put(meter.resourceId(), settled);
            if (before == null || !settled.equals(before.remove(meter.resourceId()))) {
                news.add(meter);
            }
        }
        known = now;
        if (before == null) {
            return MeterUpdate.complete(snapshot);
        }
        return new MeterUpdate(
                snapshot.time(),
                false,
                news,
                before.keySet().stream().sorted().toList(),
                snapshot.meters().size(),
                snapshot.totals());
    }
}
