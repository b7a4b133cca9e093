package dev.atelier.autopilot.service.transform;

import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.usage.Listing;
import dev.atelier.autopilot.service.usage.OwnedList;
import dev.atelier.autopilot.service.usage.OwnedRows;
import dev.atelier.autopilot.service.usage.Owners;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Timeouts;

/** The table {@code transform_job}. */
@ApplicationScoped
class TransformRepository implements PanacheRepositoryBase<TransformEntity, String> {
    private static final OwnedList<TransformEntity> LIST = new OwnedList<>(
            TransformEntity.class, "1 = 1", "e.status", "coalesce(e.endTime, e.startTime, e.creationTime)");

    Optional<TransformEntity> named(String name) {
        return find("name", name).firstResultOptional();
    }

    List<TransformEntity> page(Owners.Scope scope, PageRequest page) {
        return OwnedRows.page(getEntityManager(), TransformEntity.class, scope, page);
    }

    List<TransformEntity> page(Owners.Scope scope, Listing listing, PageRequest page) {
        return LIST.page(getEntityManager(), scope, listing, page);
    }

    /** What has not ended, the oldest first. */
    List<String> open() {
        return getEntityManager()
                .createQuery("select t.id from TransformEntity t where t.endTime is null order by t.id", String.class)
                .getResultList();
    }

    /** How many have a worker. */
    long working() {
        return count("endTime is null and startTime is not null");
    }

    /** Takes one for this transaction, unless another replica has it. */
    Optional<TransformEntity> claim(String id) {
        return find("id = ?1 and endTime is null", id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .withHint("jakarta.persistence.lock.timeout", Timeouts.SKIP_LOCKED_MILLI)
                .firstResultOptional();
    }

    /** Takes one for this transaction, waiting for whoever has it. */
    Optional<TransformEntity> lock(String id) {
        return find("id", id).withLock(LockModeType.PESSIMISTIC_WRITE).firstResultOptional();
    }

    Set<String> ids() {
        return Set.copyOf(getEntityManager()
                .createQuery("select t.id from TransformEntity t", String.class)
                .getResultList());
    }
}
