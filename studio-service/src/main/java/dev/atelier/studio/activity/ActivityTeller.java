package dev.atelier.studio.activity;

import dev.atelier.studio.app.AppView;
import dev.atelier.studio.instance.Instance;
import dev.atelier.studio.instance.InstanceStore;
import dev.atelier.studio.usage.UsageRecorder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

/** Tells billing one thing, and notes in the same transaction that it was told. */
@ApplicationScoped
class ActivityTeller {
    private final ActivityStore store;
    private final InstanceStore instances;
    private final UsageRecorder usage;

    ActivityTeller(ActivityStore store, InstanceStore instances, UsageRecorder usage) {
        this.store = store;
        this.instances = instances;
        this.usage = usage;
    }

    /**
     * Tells what the app does. False when that is not to be told: it has ended, or another replica told it.
     *
     * @param before what was told before; null when nothing was
     */
    @Transactional
    boolean tell(AppView app, @Nullable Told before, Told told) {
        boolean noted = before == null ? store.begin(app.appId(), told) : store.change(app.appId(), before, told);
        if (!noted || app.instanceId() == null) {
            return false;
        }
        Instance instance = instances.find(app.instanceId()).orElseThrow();
        usage.appActivity(
                app.appId(),
                told.busy(),
                instance.instanceId(),
                instance.instanceType(),
                instance.payer(),
                told.since());
        return true;
    }
}
