package dev.atelier.autopilot.service.experiment;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.autopilot.service.usage.Owners;
import dev.atelier.autopilot.service.usage.Owners.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows by the names that their owners gave them. A name is unique within a user profile; who sees several profiles says
 * whose is meant when more than one has it.
 */
@ApplicationScoped
class OwnedNames {
    private final EntityManager entities;
    private final Owners owners;

    OwnedNames(EntityManager entities, Owners owners) {
        this.entities = entities;
        this.owners = owners;
    }

    /**
     * What a request names.
     *
     * @param domainId whose; null for the caller's own, or for whoever has the name when the caller sees all
     * @param userProfileName likewise
     */
    record Named(@Nullable String domainId, @Nullable String userProfileName, String name) {}

    /** The row, when the caller may see it; RESOURCE_NOT_FOUND otherwise. */
    <E> E find(Caller caller, Class<E> type, String kind, Named named) {
        return find(caller, type, kind, named, LockModeType.NONE);
    }

    /** The row, locked for this transaction, when the caller may change it. */
    <E> E lock(Caller caller, Class<E> type, String kind, Named named) {
        return find(caller, type, kind, named, LockModeType.PESSIMISTIC_WRITE);
    }

    private <E> E find(Caller caller, Class<E> type, String kind, Named named, LockModeType lock) {
        Scope scope = owners.scope(caller, named.domainId(), named.userProfileName());
        List<E> found = entities.createQuery("""
                        select e from %s e where e.name = :name
                        and (:domain is null or e.owner.domainId = :domain)
                        and (:user is null or e.owner.userProfileName = :user)
                        """.formatted(type.getSimpleName()), type)
                .setParameter("name", named.name())
                .setParameter("domain", scope.domainId())
                .setParameter("user", scope.userProfileName())
                .setMaxResults(2)
                .setLockMode(lock)
                .getResultList();
        if (found.isEmpty()) {
            throw AtelierException.notFound(kind, named.name());
        }
        if (found.size() > 1) {
            throw AtelierException.invalid(
                    "userProfileName",
                    "is required: several user profiles have a %s '%s'".formatted(kind, named.name()));
        }
        return found.getFirst();
    }
}
