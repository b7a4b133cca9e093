package dev.atelier.studio.utilization;

import dev.atelier.platform.peak.Peak;
import dev.atelier.platform.peak.Peaks;
import dev.atelier.studio.instance.Instance;
import dev.atelier.studio.instance.InstanceState;
import dev.atelier.studio.instance.InstanceStore;
import dev.atelier.studio.reconcile.Pace;
import dev.atelier.studio.reconcile.Reconciler;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells billing the peaks of billed instances, hourly unless configured; the last one goes with the instance's end. */
@ApplicationScoped
class PeakReconciler implements Reconciler {
    /** Of the interval: what is told is at most that much late. */
    private static final int LOOKS = 60;

    private final InstanceStore instances;
    private final Peaks peaks;
    private final PeakTeller teller;
    private final UtilizationConfig config;
    private final Clock clock;
    private final Map<String, Instant> told = new HashMap<>();
    private final Pace pace;

    PeakReconciler(InstanceStore instances, Peaks peaks, PeakTeller teller, UtilizationConfig config, Clock clock) {
        this.instances = instances;
        this.peaks = peaks;
        this.teller = teller;
        this.config = config;
        this.clock = clock;
        this.pace = new Pace(config.interval().dividedBy(LOOKS));
    }

    @Override
    public boolean reconcile() {
        if (!pace.isDue()) {
            return false;
        }
        List<Instance> live = instances.live().stream().filter(Instance::billed).toList();
        live.forEach(this::look);
        Set<String> ids = live.stream().map(Instance::instanceId).collect(Collectors.toSet());
        told.keySet().retainAll(ids);
        peaks.retain(ids);
        return false;
    }

    private void look(Instance instance) {
        if (!(instance.state() instanceof InstanceState.Running)) {
            return;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        @Nullable Instant before = told.get(instance.instanceId());
        if (before == null) {
            told.put(instance.instanceId(), now);
        } else if (!now.isBefore(before.plus(config.interval()))) {
            Peak peak = peaks.take(instance.instanceId());
            if (peak.known()) {
                teller.tell(instance.instanceId(), peak, now);
            }
            told.put(instance.instanceId(), now);
        }
    }
}
