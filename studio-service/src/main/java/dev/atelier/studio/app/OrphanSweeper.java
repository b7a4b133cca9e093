package dev.atelier.studio.app;

import dev.atelier.studio.engine.ComputeEngine;
import dev.atelier.studio.reconcile.Pace;
import dev.atelier.studio.reconcile.Reconciler;
import dev.atelier.studio.warm.WarmApps;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Ends what the engine runs and no row owns, and forgets the claims of what has ended. */
@ApplicationScoped
class OrphanSweeper implements Reconciler {
    private final AppStore apps;
    private final WarmApps warm;
    private final ComputeEngine engine;
    private final Clock clock;
    private final Pace pace = new Pace(Duration.ofSeconds(5));

    OrphanSweeper(AppStore apps, WarmApps warm, ComputeEngine engine, Clock clock) {
        this.apps = apps;
        this.warm = warm;
        this.engine = engine;
        this.clock = clock;
    }

    @Override
    public boolean reconcile() {
        if (pace.isDue()) {
            // those that wait first: one that is claimed in between is found among the apps
            Set<String> owned = new HashSet<>(warm.ids());
            apps.live().values().stream().flatMap(List::stream).map(App::appId).forEach(owned::add);
            engine.sweep(owned, clock.instant());
            apps.purgeClaims();
        }
        return false;
    }
}
