package dev.atelier.studio.change;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Forgets old changes. */
@ApplicationScoped
class ChangePurge {
    private final ChangeLog log;
    private final ChangeConfig config;
    private final Clock clock;

    ChangePurge(ChangeLog log, ChangeConfig config, Clock clock) {
        this.log = log;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void purge() {
        log.forget(clock.instant().minus(config.retention()));
    }
}
