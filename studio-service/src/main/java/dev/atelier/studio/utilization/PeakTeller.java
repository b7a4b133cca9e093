package dev.atelier.studio.utilization;

import dev.atelier.platform.peak.Peak;
import dev.atelier.studio.instance.InstanceState;
import dev.atelier.studio.instance.InstanceStore;
import dev.atelier.studio.usage.UsageRecorder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;

/** Tells billing one peak of an instance, unless that has ended. */
@ApplicationScoped
class PeakTeller {
    private final InstanceStore instances;
    private final UsageRecorder usage;

    PeakTeller(InstanceStore instances, UsageRecorder usage) {
        this.instances = instances;
        this.usage = usage;
    }

    @Transactional
    void tell(String instanceId, Peak peak, Instant now) {
        instances
                .lock(instanceId)
                .filter(instance -> instance.state() instanceof InstanceState.Running)
                .ifPresent(instance ->
                        usage.instancePeak(instanceId, instance.instanceType(), instance.payer(), peak, now));
    }
}
