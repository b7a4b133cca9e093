package dev.atelier.studio.app;

import dev.atelier.studio.engine.ComputeEngine;
import dev.atelier.studio.reconcile.Reconciler;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Ends what the engine runs and no row owns, and forgets the claims of what has ended. */
@ApplicationScoped
class OrphanSweeper implements Reconciler {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final AppStore apps;
    private final ComputeEngine engine;
    private final Clock clock;
    private long nextNanos = System.nanoTime();

    OrphanSweeper(AppStore apps, ComputeEngine engine, Clock clock) {
        this.apps = apps;
        this.engine = engine;
        this.clock = clock;
    }

    @Override
    public boolean reconcile() {
        if (System.nanoTime() - nextNanos >= 0) {
            nextNanos = System.nanoTime() + EVERY.toNanos();
            Set<String> owned = apps.live().values().stream()
                    .flatMap(List::stream)
                    .map(App::appId)
                    .collect(Collectors.toSet());
            engine.sweep(owned, clock.instant());
            apps.purgeClaims();
        }
        return false;
    }
}
