package dev.atelier.autopilot.service.job;

import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.usage.Listing;
import dev.atelier.autopilot.service.usage.OwnedList;
import dev.atelier.autopilot.service.usage.OwnedRows;
import dev.atelier.autopilot.service.usage.Owners.Scope;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Timeouts;

/** The tables {@code automl_job} and {@code job_event}. */
@ApplicationScoped
class JobRepository implements PanacheRepositoryBase<JobEntity, String> {
    private static final OwnedList<JobEntity> LIST =
            new OwnedList<>(JobEntity.class, "1 = 1", "e.status", "coalesce(e.endTime, e.startTime, e.creationTime)");

    /** The newest first. */
    List<JobEntity> page(Scope scope, PageRequest page) {
        return OwnedRows.page(getEntityManager(), JobEntity.class, scope, page);
    }

    /** Those of a list. */
    List<JobEntity> page(Scope scope, Listing listing, PageRequest page) {
        return LIST.page(getEntityManager(), scope, listing, page);
    }

    /** What is not finished, the oldest first. */
    List<String> open() {
        return getEntityManager()
                .createQuery("select j.id from JobEntity j where j.endTime is null order by j.id", String.class)
                .getResultList();
    }

    /** How many jobs work. */
    int active() {
        return Math.toIntExact(count("endTime is null and startTime is not null"));
    }

    /** How many jobs that were made before this one still wait. */
    long waitingBefore(String id) {
        return count("endTime is null and startTime is null and status = 'InProgress' and id < ?1", id);
    }

    /** Takes a job for this transaction, unless another replica or request has it. */
    Optional<JobEntity> claim(String id) {
        return find("id = ?1 and endTime is null", id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .withHint("jakarta.persistence.lock.timeout", Timeouts.SKIP_LOCKED_MILLI)
                .firstResultOptional();
    }

    /** Takes a job for this transaction, waiting for whoever has it. */
    Optional<JobEntity> lock(String id) {
        return find("id", id).withLock(LockModeType.PESSIMISTIC_WRITE).firstResultOptional();
    }

    /** Events after a number, in order. */
    List<JobEvent> events(String jobId, long after, int limit) {
        return getEntityManager()
                .createQuery(
                        "select e from JobEventEntity e where e.jobId = :job and e.eventId > :after order by e.eventId",
                        JobEventEntity.class)
                .setParameter("job", jobId)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultStream()
                .map(JobEventEntity::toEvent)
                .toList();
    }

    /** Removes a job with its candidates and events. */
    void deleteWhole(JobEntity job) {
        for (String of : new String[] {"CandidateEntity", "JobEventEntity"}) {
            getEntityManager()
                    .createQuery("delete from %s e where e.jobId = :job".formatted(of))
                    .setParameter("job", job.id)
                    .executeUpdate();
        }
        delete(job);
    }

    Set<String> ids() {
        return Set.copyOf(getEntityManager()
                .createQuery("select e.id from JobEntity e", String.class)
                .getResultList());
    }
}
