package dev.atelier.autopilot.service.endpoint;

import dev.atelier.autopilot.service.support.AutopilotConfig;
import dev.atelier.autopilot.service.usage.UsageMeter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Tells billing how much a worker of an endpoint had in use at most, from time to time, when it is not used any more, and when it is used again. A worker is idle from its last
 * request on once none came for a while; what was before this process began is not known, and does not count as idle.
 */
@ApplicationScoped
class WorkerActivity {
    private final EndpointRoutes routes;
    private final UsageMeter usage;
    private final Duration idleAfter;
    private final Duration peakInterval;
    private final Instant since;
    private final Map<String, Instant> told = new ConcurrentHashMap<>();

    WorkerActivity(EndpointRoutes routes, UsageMeter usage, Clock clock, AutopilotConfig config) {
        this.routes = routes;
        this.usage = usage;
        this.idleAfter = config.endpoint().idleAfter();
        this.peakInterval = config.endpoint().peakInterval();
        this.since = clock.instant();
    }

    /** Looks at a worker that answers; what changed is told in the current transaction. */
    void look(EndpointWorkerEntity worker, UsageMeter.Metered what, Instant now) {
        Instant from = worker.billedFrom;
        if (from == null) {
            return;
        }
        peak(what, from, now);
        Optional<Instant> used = routes.lastUsed(worker.work());
        boolean busy = routes.busy(worker.work());
        Instant idle = worker.idleSince;
        if (idle != null) {
            if (busy || used.filter(idle::isBefore).isPresent()) {
                usage.busy(what, from, used.filter(idle::isBefore).orElse(now));
                worker.idleSince = null;
            }
            return;
        }
        Instant last = Stream.concat(Stream.of(from, since), used.stream())
                .max(Instant::compareTo)
                .orElse(from);
        if (!busy && Duration.between(last, now).compareTo(idleAfter) >= 0) {
            usage.idle(what, from, last);
            worker.idleSince = last;
        }
    }

    /** Forgets a worker that has ended. */
    void forget(UsageMeter.Metered what) {
        told.remove(what.resourceId());
    }

    private void peak(UsageMeter.Metered what, Instant from, Instant now) {
        Instant before = told.putIfAbsent(what.resourceId(), now);
        if (before != null && !now.isBefore(before.plus(peakInterval))) {
            usage.peak(what, from, now);
            told.put(what.resourceId(), now);
        }
    }
}
