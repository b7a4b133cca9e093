package dev.atelier.autopilot.service.endpoint;

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

/** The table {@code endpoint}; a deleted endpoint stays as a row, but only its id finds it. */
@ApplicationScoped
class EndpointRepository implements PanacheRepositoryBase<EndpointEntity, String> {
    private static final OwnedList<EndpointEntity> LIST =
            new OwnedList<>(EndpointEntity.class, "e.status <> 'Deleted'", "e.status", "e.lastModifiedTime");

    /** The newest first, without the deleted. */
    List<EndpointEntity> page(Scope scope, PageRequest page) {
        return OwnedRows.page(getEntityManager(), EndpointEntity.class, "e.status <> 'Deleted'", scope, page);
    }

    /** Those of a list, without the deleted. */
    List<EndpointEntity> page(Scope scope, Listing listing, PageRequest page) {
        return LIST.page(getEntityManager(), scope, listing, page);
    }

    Optional<EndpointEntity> named(String name) {
        return find("name = ?1 and status <> 'Deleted'", name).firstResultOptional();
    }

    /** Everything for which a process may have to be started, watched or ended. */
    List<String> open() {
        return getEntityManager()
                .createQuery(
                        "select e.id from EndpointEntity e where e.status in ('Creating', 'InService', 'Updating', 'RollingBack', 'Deleting') order by e.id",
                        String.class)
                .getResultList();
    }

    /** Takes an endpoint for this transaction, unless another replica or request has it. */
    Optional<EndpointEntity> claim(String id) {
        return find("id", id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .withHint("jakarta.persistence.lock.timeout", Timeouts.SKIP_LOCKED_MILLI)
                .firstResultOptional();
    }

    /** Takes an endpoint for this transaction, waiting for whoever has it. */
    Optional<EndpointEntity> lock(String id) {
        return find("id", id).withLock(LockModeType.PESSIMISTIC_WRITE).firstResultOptional();
    }

    /** The variants of a version, by name. */
    List<EndpointVariantEntity> variants(String endpointId, int version) {
        return getEntityManager()
                .createQuery(
                        "select v from EndpointVariantEntity v where v.endpointId = :id and v.version = :version order by v.variantName",
                        EndpointVariantEntity.class)
                .setParameter("id", endpointId)
                .setParameter("version", version)
                .getResultList();
    }

    /** All workers of all versions. */
    List<EndpointWorkerEntity> workers(String endpointId) {
        return getEntityManager()
                .createQuery(
                        "select w from EndpointWorkerEntity w where w.endpointId = :id order by w.version, w.variantName, w.ordinal",
                        EndpointWorkerEntity.class)
                .setParameter("id", endpointId)
                .getResultList();
    }

    /** With the variants that it shows. */
    Endpoint render(EndpointEntity entity) {
        return entity.toEndpoint(variants(entity.id, entity.shownVersion()).stream()
                .map(EndpointVariantEntity::toVariant)
                .toList());
    }

    Set<String> ids() {
        return Set.copyOf(getEntityManager()
                .createQuery("select e.id from EndpointEntity e where e.status <> 'Deleted'", String.class)
                .getResultList());
    }
}
