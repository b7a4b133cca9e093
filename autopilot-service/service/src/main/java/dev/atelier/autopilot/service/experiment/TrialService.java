package dev.atelier.autopilot.service.experiment;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.experiment.OwnedNames.Named;
import dev.atelier.autopilot.service.support.Ids;
import dev.atelier.autopilot.service.support.ResourceName;
import dev.atelier.autopilot.service.usage.Listing;
import dev.atelier.autopilot.service.usage.OwnedList;
import dev.atelier.autopilot.service.usage.Owners;
import dev.atelier.platform.idempotency.Idempotency;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** What can be done with trials, and which components belong to them. */
@ApplicationScoped
public class TrialService {
    static final String KIND = "trial";
    /** SageMaker's limit of components of one trial. */
    private static final int MAX_COMPONENTS = 50;

    private static final OwnedList<TrialEntity> LIST =
            new OwnedList<>(TrialEntity.class, "1 = 1", "", "e.lastModifiedTime");
    private static final String OF_COMPONENT = """
            exists (select 1 from TrialAssociationEntity a join TrialComponentEntity c on c.id = a.componentId
            where a.trialId = e.id and c.name = %s)""";

    private final EntityManager entities;
    private final OwnedNames names;
    private final ExperimentService experiments;
    private final Owners owners;
    private final Idempotency idempotency;
    private final Clock clock;

    TrialService(
            EntityManager entities,
            OwnedNames names,
            ExperimentService experiments,
            Owners owners,
            Idempotency idempotency,
            Clock clock) {
        this.entities = entities;
        this.names = names;
        this.experiments = experiments;
        this.owners = owners;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    /** What a caller asks for; the owner says whose experiment is meant. */
    public record NewTrial(
            @Nullable String name,
            @Nullable String experimentName,
            @Nullable String domainId,
            @Nullable String userProfileName,
            @Nullable String displayName) {}

    /**
     * Which trials a list shows.
     *
     * @param experimentName of this experiment; null for any
     * @param trialComponentName with this component; null for any
     */
    public record TrialFilter(
            @Nullable String domainId,
            @Nullable String userProfileName,
            @Nullable String experimentName,
            @Nullable String trialComponentName) {}

    /** What an idempotency key remembers. */
    @RegisterForReflection
    record Created(String trialId) {}

    /** Makes a trial in an experiment; it belongs to the experiment's owner. */
    public Trial create(Caller caller, NewTrial asked, @Nullable String idempotencyKey) {
        String name = ResourceName.check("trialName", asked.name(), ExperimentService.MAX_NAME);
        String experiment = ResourceName.check("experimentName", asked.experimentName(), ExperimentService.MAX_NAME);
        try {
            return QuarkusTransaction.requiringNew().call(() -> {
                Created created = idempotency.once(caller, "CreateTrial", idempotencyKey, asked, Created.class, () -> {
                    TrialEntity entity = new TrialEntity(
                            Ids.next("trial", clock),
                            name,
                            experiments.owned(caller, new Named(asked.domainId(), asked.userProfileName(), experiment)),
                            null,
                            now());
                    display(entity, asked.displayName());
                    entities.persist(entity);
                    entities.flush();
                    return new Created(entity.id);
                });
                return entities.find(TrialEntity.class, created.trialId()).toTrial();
            });
        } catch (ConstraintViolationException e) {
            throw AtelierException.alreadyExists(KIND, name);
        }
    }

    /** The trial, when the caller may see it. */
    public Trial get(Caller caller, @Nullable String domainId, @Nullable String userProfileName, String name) {
        return QuarkusTransaction.requiringNew()
                .call(() -> names.find(caller, TrialEntity.class, KIND, new Named(domainId, userProfileName, name))
                        .toTrial());
    }

    /** The newest first. */
    public Page<Trial> list(Caller caller, TrialFilter filter, PageRequest page) {
        Owners.Scope scope = owners.scope(caller, filter.domainId(), filter.userProfileName());
        List<Trial> found = QuarkusTransaction.requiringNew()
                .call(() -> entities.createQuery("""
                                select t from TrialEntity t where
                                (:domain is null or t.owner.domainId = :domain)
                                and (:user is null or t.owner.userProfileName = :user)
                                and (:experiment is null or t.experiment.name = :experiment)
                                and (:component is null or exists (
                                    select 1 from TrialAssociationEntity a join TrialComponentEntity c on c.id = a.componentId
                                    where a.trialId = t.id and c.name = :component))
                                and (:after is null or t.id < :after)
                                order by t.id desc
                                """, TrialEntity.class)
                        .setParameter("domain", scope.domainId())
                        .setParameter("user", scope.userProfileName())
                        .setParameter("experiment", filter.experimentName())
                        .setParameter("component", filter.trialComponentName())
                        .setParameter("after", page.after())
                        .setMaxResults(page.limit())
                        .getResultStream()
                        .map(TrialEntity::toTrial)
                        .toList());
        return Page.of(found, page, Trial::id);
    }

    /** Trials in the order of a listing. */
    public Page<Trial> list(Caller caller, Listing listing, TrialFilter filter, PageRequest page) {
        Owners.Scope scope = owners.scope(caller, filter.domainId(), filter.userProfileName());
        Map<String, Optional<String>> parents = Map.of(
                "e.experiment.name = %s",
                Optional.ofNullable(filter.experimentName()),
                OF_COMPONENT,
                Optional.ofNullable(filter.trialComponentName()));
        List<Trial> found = QuarkusTransaction.requiringNew()
                .call(() -> LIST.page(entities, scope, listing, parents, page).stream()
                        .map(TrialEntity::toTrial)
                        .toList());
        return Page.of(
                found,
                page,
                trial -> listing.token(new Listing.Place(trial.id(), trial.name(), "", trial.lastModifiedTime())));
    }

    /** Changes its display name. */
    public Trial update(
            Caller caller,
            @Nullable String domainId,
            @Nullable String userProfileName,
            String name,
            @Nullable String displayName) {
        return QuarkusTransaction.requiringNew().call(() -> {
            TrialEntity entity = owned(caller, new Named(domainId, userProfileName, name));
            display(entity, displayName);
            entity.lastModifiedTime = now();
            return entity.toTrial();
        });
    }

    /**
     * Deletes a trial.
     *
     * @throws AtelierException RESOURCE_IN_USE while components are associated with it
     */
    public void delete(Caller caller, @Nullable String domainId, @Nullable String userProfileName, String name) {
        QuarkusTransaction.requiringNew().run(() -> {
            TrialEntity entity = owned(caller, new Named(domainId, userProfileName, name));
            long components = components(entity);
            if (components > 0) {
                throw new AtelierException(
                        ErrorCode.RESOURCE_IN_USE,
                        "The trial '%s' has %d trial components: disassociate them first.".formatted(name, components));
            }
            entities.remove(entity);
        });
    }

    /**
     * Makes a component part of a trial of the same owner; doing it again does nothing.
     *
     * @throws AtelierException RESOURCE_LIMIT_EXCEEDED above 50 components of one trial
     */
    public void associate(
            Caller caller,
            @Nullable String domainId,
            @Nullable String userProfileName,
            String trialName,
            String componentName) {
        QuarkusTransaction.requiringNew().run(() -> {
            TrialEntity trial = owned(caller, new Named(domainId, userProfileName, trialName));
            TrialAssociationEntity association =
                    new TrialAssociationEntity(trial.id, component(caller, trial, componentName).id);
            if (entities.find(TrialAssociationEntity.class, association.key()) != null) {
                return;
            }
            if (components(trial) >= MAX_COMPONENTS) {
                throw new AtelierException(
                        ErrorCode.RESOURCE_LIMIT_EXCEEDED,
                        "A trial has at most %d trial components.".formatted(MAX_COMPONENTS));
            }
            entities.persist(association);
        });
    }

    /** The component is no longer part of the trial; it stays. */
    public void disassociate(
            Caller caller,
            @Nullable String domainId,
            @Nullable String userProfileName,
            String trialName,
            String componentName) {
        QuarkusTransaction.requiringNew().run(() -> {
            TrialEntity trial = owned(caller, new Named(domainId, userProfileName, trialName));
            TrialAssociationEntity association =
                    new TrialAssociationEntity(trial.id, component(caller, trial, componentName).id);
            TrialAssociationEntity known = entities.find(TrialAssociationEntity.class, association.key());
            if (known != null) {
                entities.remove(known);
            }
        });
    }

    private TrialComponentEntity component(Caller caller, TrialEntity trial, String name) {
        var owner = trial.owner.toOwner();
        return names.lock(
                caller,
                TrialComponentEntity.class,
                TrialComponentService.KIND,
                new Named(owner.domainId(), owner.userProfileName(), name));
    }

    private TrialEntity owned(Caller caller, Named named) {
        TrialEntity entity = names.lock(caller, TrialEntity.class, KIND, named);
        caller.requireProfile(
                entity.owner.toOwner().domainId(), entity.owner.toOwner().userProfileName());
        return entity;
    }

    private long components(TrialEntity trial) {
        return entities.createQuery(
                        "select count(a) from TrialAssociationEntity a where a.trialId = :trial", Long.class)
                .setParameter("trial", trial.id)
                .getSingleResult();
    }

    private static void display(TrialEntity entity, @Nullable String displayName) {
        if (displayName != null) {
            entity.displayName = ResourceName.check("displayName", displayName, ExperimentService.MAX_NAME);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
