package dev.atelier.studio.idle;

import dev.atelier.studio.store.AfterCommit;
import dev.atelier.studio.store.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;

/** Writes what owners are told, and tells the rest of the service. */
@ApplicationScoped
class IdleEvents {
    private static final Logger LOG = Logger.getLogger(IdleEvents.class);

    private final IdleStore store;
    private final Event<IdleEvent> events;
    private final AfterCommit afterCommit;
    private final Clock clock;

    IdleEvents(IdleStore store, Event<IdleEvent> events, AfterCommit afterCommit, Clock clock) {
        this.store = store;
        this.events = events;
        this.afterCommit = afterCommit;
        this.clock = clock;
    }

    @Transactional
    void warn(Quiet quiet, Duration timeout, Instant due) {
        store.announced(quiet.key(), due);
        tell(
                quiet,
                IdleEvent.Type.WARNING,
                "Nobody used it since %s. It is shut down at %s unless it is used before (idle timeout %s)."
                        .formatted(
                                quiet.since().truncatedTo(ChronoUnit.SECONDS),
                                due.truncatedTo(ChronoUnit.SECONDS),
                                timeout),
                due);
    }

    @Transactional
    void shutDown(Quiet quiet, String reason) {
        store.forget(quiet.key());
        tell(quiet, IdleEvent.Type.SHUTDOWN, reason, clock.instant());
    }

    private void tell(Quiet quiet, IdleEvent.Type type, String reason, Instant due) {
        Instant now = clock.instant();
        IdleEvent event = new IdleEvent(
                Ids.ordered(now),
                quiet.app().owner(),
                type,
                quiet.resource(),
                quiet.id(),
                quiet.app().appId(),
                quiet.app().appName(),
                reason,
                due,
                now);
        store.insert(event);
        LOG.infof(
                "Idle %s: %s=%s app=%s owner=%s: %s",
                type.wireName(),
                quiet.resource().wireName(),
                quiet.id(),
                quiet.app().appId(),
                quiet.app().owner(),
                reason);
        afterCommit.run(() -> Thread.ofVirtual().name("idle-event").start(() -> events.fire(event)));
    }
}
