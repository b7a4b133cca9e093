package dev.atelier.studio.audit;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Forgets old audit events. */
@ApplicationScoped
class AuditPurge {
    private final AuditStore store;
    private final AuditConfig config;
    private final Clock clock;

    AuditPurge(AuditStore store, AuditConfig config, Clock clock) {
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void purge() {
        store.forget(clock.instant().minus(config.retention()));
    }
}
