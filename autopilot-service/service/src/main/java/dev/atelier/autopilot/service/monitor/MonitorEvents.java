package dev.atelier.autopilot.service.monitor;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;

/** What happened to monitors, written in the transaction in which it happens. */
@ApplicationScoped
class MonitorEvents {
    private final EntityManager entities;
    private final Clock clock;

    MonitorEvents(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /** Something happened. The number is given by the database, so that whoever writes next waits until this is committed. */
    void add(String scheduleId, MonitorEvent.Type type, MonitorEvent.Payload payload) {
        entities.flush();
        Number id = (Number)
                entities.createNativeQuery("""
                        update monitoring_schedule set last_event = last_event + 1 where schedule_id = :id
                        returning last_event""").setParameter("id", scheduleId).getSingleResult();
        entities.persist(new MonitorEventEntity(scheduleId, id.longValue(), clock.instant(), type, payload));
    }

    /** A run is in another state. */
    void ran(ExecutionEntity run) {
        add(run.schedule.id, MonitorEvent.Type.RUN, MonitorEvent.Payload.ofRun(run.id, run.state()));
    }

    /** The events after a number, in their order. */
    List<MonitorEvent> after(String scheduleId, long after, int limit) {
        return entities.createQuery(
                        "select e from MonitorEventEntity e where e.scheduleId = :schedule and e.eventId > :after order by e.eventId",
                        MonitorEventEntity.class)
                .setParameter("schedule", scheduleId)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultStream()
                .map(MonitorEventEntity::toEvent)
                .toList();
    }
}
