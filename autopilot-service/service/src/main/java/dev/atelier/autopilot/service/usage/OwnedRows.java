package dev.atelier.autopilot.service.usage;

import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.usage.Owners.Scope;
import jakarta.persistence.EntityManager;
import java.util.List;

/** Reads pages of entities that have an {@code owner} ({@link OwnerColumns}) and an {@code id} that sorts by age. */
public final class OwnedRows {
    private OwnedRows() {}

    /** The newest first, one more than the page holds. */
    public static <E> List<E> page(EntityManager entities, Class<E> type, Scope scope, PageRequest page) {
        return page(entities, type, "1 = 1", scope, page);
    }

    /**
     * The same, of those that meet a condition.
     *
     * @param condition on {@code e}, a constant
     */
    public static <E> List<E> page(
            EntityManager entities, Class<E> type, String condition, Scope scope, PageRequest page) {
        return entities.createQuery("""
                        select e from %s e where %s
                        and (:domain is null or e.owner.domainId = :domain)
                        and (:user is null or e.owner.userProfileName = :user)
                        and (:after is null or e.id < :after)
                        order by e.id desc
                        """.formatted(type.getSimpleName(), condition), type)
                .setParameter("domain", scope.domainId())
                .setParameter("user", scope.userProfileName())
                .setParameter("after", page.after())
                .setMaxResults(page.limit())
                .getResultList();
    }
}
