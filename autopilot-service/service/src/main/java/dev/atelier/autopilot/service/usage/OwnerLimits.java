package dev.atelier.autopilot.service.usage;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import org.hibernate.exception.ConstraintViolationException;

/** Holds how much of something a user may have at once, in the transaction that makes one more. */
@ApplicationScoped
public class OwnerLimits {
    private final EntityManager entities;

    OwnerLimits(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * Lets one more through. Until the end of the transaction nobody else makes something of this kind for the owner, so that two at once
     * do not both see the last place free.
     *
     * @param entity with an {@code owner}, a constant
     * @param condition on {@code e} that says which rows count, a constant
     * @param things what they are called, and what setting holds the limit
     * @throws AtelierException RESOURCE_LIMIT_EXCEEDED
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void take(Owner owner, Class<?> entity, String condition, int limit, Things things) {
        entities.createNativeQuery(
                        "select 1 from (select pg_advisory_xact_lock(hashtextextended(:place, 0))) as held",
                        Integer.class)
                .setParameter("place", entity.getSimpleName() + "/" + owner.domainId() + "/" + owner.userProfileName())
                .getSingleResult();
        long count = entities.createQuery("""
                        select count(e) from %s e where e.owner.domainId = :domain and e.owner.userProfileName = :user and %s
                        """.formatted(entity.getSimpleName(), condition), Long.class)
                .setParameter("domain", owner.domainId())
                .setParameter("user", owner.userProfileName())
                .getSingleResult();
        if (count >= limit) {
            throw new AtelierException(
                    ErrorCode.RESOURCE_LIMIT_EXCEEDED,
                    "%s has %d %s; %d are allowed (%s). %s"
                            .formatted(
                                    owner.userProfileName(),
                                    count,
                                    things.name(),
                                    limit,
                                    things.setting(),
                                    things.remedy()));
        }
    }

    /**
     * Keeps one more row for an owner, in a transaction of its own.
     *
     * @param entity with an {@code owner}; all rows of its kind count
     * @param kind what it is called when its name is taken, for example "model"
     * @throws AtelierException RESOURCE_LIMIT_EXCEEDED, RESOURCE_ALREADY_EXISTS
     */
    public void keep(Owner owner, Object entity, int limit, Things things, String kind, String name) {
        try {
            QuarkusTransaction.requiringNew().run(() -> {
                take(owner, entity.getClass(), "1 = 1", limit, things);
                entities.persist(entity);
                entities.flush();
            });
        } catch (ConstraintViolationException e) {
            throw AtelierException.alreadyExists(kind, name);
        }
    }

    /**
     * Words for the error.
     *
     * @param name for example "endpoints"
     * @param remedy what to do, a sentence
     */
    public record Things(String name, String setting, String remedy) {}
}
