package dev.atelier.studio.terminal;

import dev.atelier.studio.app.AppChanged;
import dev.atelier.studio.app.AppRuntime;
import dev.atelier.studio.app.AppType;
import dev.atelier.studio.app.AppView;
import dev.atelier.studio.tenancy.Owner;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The KernelGateway apps of owners that are in service, in memory, for clients that ask every ten seconds from every tab. What another replica
 * changed is seen after half a minute.
 */
@ApplicationScoped
class GatewayApps {
    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final int MAX_OWNERS = 10_000;

    private final AppRuntime apps;
    private final Clock clock;
    private final Map<Owner, Kept> known = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    private record Kept(List<AppView> apps, Instant read) {}

    GatewayApps(AppRuntime apps, Clock clock) {
        this.apps = apps;
        this.clock = clock;
    }

    /** Those of the owner, the oldest first. */
    List<AppView> of(Owner owner) {
        @Nullable Kept kept = known.get(owner);
        Instant now = clock.instant();
        if (kept != null && kept.read().plus(FRESH).isAfter(now) && !kept.read().isAfter(now)) {
            return kept.apps();
        }
        long before = changes.get();
        List<AppView> read = apps.inService(owner).stream()
                .filter(app -> app.type() == AppType.KERNEL_GATEWAY)
                .toList();
        if (known.size() >= MAX_OWNERS) {
            known.clear();
        }
        known.put(owner, new Kept(read, now));
        if (before != changes.get()) {
            known.remove(owner);
        }
        return read;
    }

    void appChanged(@Observes AppChanged event) {
        changes.incrementAndGet();
        known.remove(event.owner());
    }
}
