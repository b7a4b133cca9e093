package dev.atelier.autopilot.service.monitor;

import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.usage.Listing;
import dev.atelier.autopilot.service.usage.OwnedList;
import dev.atelier.autopilot.service.usage.OwnedRows;
import dev.atelier.autopilot.service.usage.Owners;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Timeouts;

/** The tables {@code monitoring_schedule} and {@code monitoring_execution}. */
@ApplicationScoped
class Schedules {
    private static final OwnedList<ScheduleEntity> SCHEDULES =
            new OwnedList<>(ScheduleEntity.class, "1 = 1", "e.status", "e.lastModifiedTime");
    private static final OwnedList<ExecutionEntity> EXECUTIONS = new OwnedList<>(
            ExecutionEntity.class,
            "1 = 1",
            "e.schedule",
            "e.status",
            "coalesce(e.endTime, e.startTime, e.creationTime)");
    private static final String LOCK_TIMEOUT = "jakarta.persistence.lock.timeout";

    private final EntityManager entities;

    Schedules(EntityManager entities) {
        this.entities = entities;
    }

    void persist(Object row) {
        entities.persist(row);
    }

    void flush() {
        entities.flush();
    }

    /** Removes a schedule with its runs and events; rows that were read before it are not managed any more. */
    void remove(String scheduleId) {
        entities.flush();
        entities.clear();
        for (String rows : List.of(
                "delete from ExecutionEntity e where e.schedule.id = :schedule",
                "delete from MonitorEventEntity e where e.scheduleId = :schedule",
                "delete from ScheduleEntity s where s.id = :schedule")) {
            entities.createQuery(rows).setParameter("schedule", scheduleId).executeUpdate();
        }
    }

    Optional<ScheduleEntity> named(String name) {
        return entities.createQuery("select s from ScheduleEntity s where s.name = :name", ScheduleEntity.class)
                .setParameter("name", name)
                .getResultStream()
                .findFirst();
    }

    /** Takes a schedule for this transaction, waiting for whoever has it. */
    Optional<ScheduleEntity> lock(String id) {
        return Optional.ofNullable(entities.find(ScheduleEntity.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    boolean exists(String id) {
        return entities.find(ScheduleEntity.class, id) != null;
    }

    List<ScheduleEntity> page(Owners.Scope scope, PageRequest page) {
        return OwnedRows.page(entities, ScheduleEntity.class, scope, page);
    }

    /** Those of a list that are also of an endpoint, a type and a job definition; null for any. */
    List<ScheduleEntity> page(Owners.Scope scope, Listing listing, MonitorFilter filter, PageRequest page) {
        return SCHEDULES.page(entities, scope, listing, filter.conditions("e"), page);
    }

    /** Runs of any schedules, as a list asks for them. */
    List<ExecutionEntity> executions(Owners.Scope scope, Listing listing, MonitorFilter filter, PageRequest page) {
        return EXECUTIONS.page(entities, scope, listing, filter.conditions("e.schedule"), page);
    }

    /** Some of the schedules whose time has come, those that wait longest first. */
    List<String> due(Instant now) {
        return entities.createQuery(
                        "select s.id from ScheduleEntity s where s.status = 'Scheduled' and s.nextRun <= :now order by s.nextRun",
                        String.class)
                .setParameter("now", now)
                .setMaxResults(50)
                .getResultList();
    }

    /** Takes a schedule whose time has come for this transaction, unless another replica has it. */
    Optional<ScheduleEntity> claimDue(String id, Instant now) {
        return entities.createQuery(
                        "select s from ScheduleEntity s where s.id = :id and s.status = 'Scheduled' and s.nextRun <= :now",
                        ScheduleEntity.class)
                .setParameter("id", id)
                .setParameter("now", now)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .setHint(LOCK_TIMEOUT, Timeouts.SKIP_LOCKED_MILLI)
                .getResultStream()
                .findFirst();
    }

    /** Runs that have not ended, the oldest first. */
    List<String> open() {
        return entities.createQuery(
                        "select e.id from ExecutionEntity e where e.endTime is null order by e.id", String.class)
                .getResultList();
    }

    /** How many workers look at something. */
    long working() {
        return entities.createQuery("select count(e) from ExecutionEntity e where e.status = 'InProgress'", Long.class)
                .getSingleResult();
    }

    /** How many runs of a schedule have not ended. */
    long open(ScheduleEntity schedule) {
        return entities.createQuery(
                        "select count(e) from ExecutionEntity e where e.schedule = :schedule and e.endTime is null",
                        Long.class)
                .setParameter("schedule", schedule)
                .getSingleResult();
    }

    /** Takes a run for this transaction, unless another replica has it. */
    Optional<ExecutionEntity> claim(String id) {
        return entities.createQuery(
                        "select e from ExecutionEntity e where e.id = :id and e.endTime is null", ExecutionEntity.class)
                .setParameter("id", id)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .setHint(LOCK_TIMEOUT, Timeouts.SKIP_LOCKED_MILLI)
                .getResultStream()
                .findFirst();
    }

    /** Takes the runs of a schedule that have not ended for this transaction, waiting for whoever has one. */
    List<ExecutionEntity> lockOpen(String scheduleId) {
        return entities.createQuery(
                        "select e from ExecutionEntity e where e.schedule.id = :schedule and e.endTime is null order by e.id",
                        ExecutionEntity.class)
                .setParameter("schedule", scheduleId)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
    }

    Optional<ExecutionEntity> execution(String id) {
        return Optional.ofNullable(entities.find(ExecutionEntity.class, id));
    }

    /** The newest first. */
    List<ExecutionEntity> executions(String scheduleId, PageRequest page) {
        return entities.createQuery("""
                        select e from ExecutionEntity e where e.schedule.id = :schedule and (:after is null or e.id < :after)
                        order by e.id desc
                        """, ExecutionEntity.class)
                .setParameter("schedule", scheduleId)
                .setParameter("after", page.after())
                .setMaxResults(page.limit())
                .getResultList();
    }

    Set<String> ids() {
        return Set.copyOf(entities.createQuery("select s.id from ScheduleEntity s", String.class)
                .getResultList());
    }
}
