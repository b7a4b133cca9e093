package dev.atelier.studio.activity;

import dev.atelier.studio.app.AppRuntime;
import dev.atelier.studio.app.AppType;
import dev.atelier.studio.app.AppView;
import dev.atelier.studio.kernel.BusyTimes;
import dev.atelier.studio.kernel.KernelActivity;
import dev.atelier.studio.reconcile.Pace;
import dev.atelier.studio.reconcile.Reconciler;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings what billing knows of apps in line with what they do, every two seconds: that an app computes is told soon, that it idles once it has
 * done so for a minute; both from the moment at which it began. What was told is in the database, so a service that was killed goes on
 * from there.
 */
@ApplicationScoped
class ActivityReconciler implements Reconciler {
    private final AppRuntime apps;
    private final BusyTimes times;
    private final KernelActivity kernels;
    private final ActivityStore store;
    private final ActivityTeller teller;
    private final Clock clock;
    private final Instant started;
    private final Pace pace = new Pace(Duration.ofSeconds(2));

    ActivityReconciler(
            AppRuntime apps,
            BusyTimes times,
            KernelActivity kernels,
            ActivityStore store,
            ActivityTeller teller,
            Clock clock) {
        this.apps = apps;
        this.times = times;
        this.kernels = kernels;
        this.store = store;
        this.teller = teller;
        this.clock = clock;
        this.started = clock.instant();
    }

    @Override
    public boolean reconcile() {
        if (!pace.isDue()) {
            return false;
        }
        List<AppView> billed = apps.inService().stream()
                .filter(app -> app.type() == AppType.KERNEL_GATEWAY)
                .toList();
        Map<String, Told> told = store.all();
        billed.forEach(app -> look(app, told.get(app.appId())));
        if (!billed.stream().map(AppView::appId).collect(Collectors.toSet()).containsAll(told.keySet())) {
            store.purge();
        }
        times.retain(apps.inService().stream().map(AppView::appId).collect(Collectors.toSet()));
        return false;
    }

    private void look(AppView app, @Nullable Told before) {
        Instant inService = app.inServiceTime();
        if (inService == null) {
            return;
        }
        Told known = before;
        if (known == null) {
            known = new Told(false, inService);
            if (!teller.tell(app, null, known)) {
                return;
            }
        }
        Instant now = clock.instant();
        BusyTimes.Seen seen = times.find(app.appId(), now).orElse(null);
        Instant unseen = known.busy() && seen == null && !kernels.occupies(app.appId()) ? started : null;
        Optional<Told> next = known.next(seen, unseen, now);
        while (next.isPresent() && teller.tell(app, known, next.get())) {
            known = next.get();
            next = known.next(seen, unseen, now);
        }
    }
}
