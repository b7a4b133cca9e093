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
import dev.atelier.autopilot.service.usage.OwnedRows;
import dev.atelier.autopilot.service.usage.Owner;
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
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** What can be done with experiments. */
@ApplicationScoped
public class ExperimentService {
    static final String KIND = "experiment";
    static final int MAX_NAME = 120;
    private static final int MAX_DESCRIPTION = 3072;
    private static final OwnedList<ExperimentEntity> LIST =
            new OwnedList<>(ExperimentEntity.class, "1 = 1", "", "e.lastModifiedTime");

    private final EntityManager entities;
    private final OwnedNames names;
    private final Owners owners;
    private final Idempotency idempotency;
    private final Clock clock;

    ExperimentService(EntityManager entities, OwnedNames names, Owners owners, Idempotency idempotency, Clock clock) {
        this.entities = entities;
        this.names = names;
        this.owners = owners;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    /** What a caller asks for; null means that it was left out. */
    public record NewExperiment(
            @Nullable String name,
            @Nullable String domainId,
            @Nullable String userProfileName,
            @Nullable String displayName,
            @Nullable String description) {}

    /** What is to change; null leaves it as it is. */
    public record ExperimentChange(
            @Nullable String displayName, @Nullable String description) {}

    /** What an idempotency key remembers. */
    @RegisterForReflection
    record Created(String experimentId) {}

    /**
     * Makes an experiment for a user profile.
     *
     * @throws AtelierException RESOURCE_ALREADY_EXISTS when the profile has one of this name
     */
    public Experiment create(Caller caller, NewExperiment asked, @Nullable String idempotencyKey) {
        String name = ResourceName.check("experimentName", asked.name(), MAX_NAME);
        try {
            return QuarkusTransaction.requiringNew().call(() -> {
                Created created = idempotency.once(
                        caller,
                        "CreateExperiment",
                        idempotencyKey,
                        asked,
                        Created.class,
                        () -> store(caller, name, asked));
                return entities.find(ExperimentEntity.class, created.experimentId())
                        .toExperiment();
            });
        } catch (ConstraintViolationException e) {
            throw AtelierException.alreadyExists(KIND, name);
        }
    }

    private Created store(Caller caller, String name, NewExperiment asked) {
        Owner owner = owners.resolve(caller, asked.domainId(), asked.userProfileName());
        ExperimentEntity entity = new ExperimentEntity(Ids.next("exp", clock), name, owner, null, now());
        change(entity, new ExperimentChange(asked.displayName(), asked.description()));
        entities.persist(entity);
        entities.flush();
        return new Created(entity.id);
    }

    /** The experiment, when the caller may see it. */
    public Experiment get(Caller caller, @Nullable String domainId, @Nullable String userProfileName, String name) {
        return QuarkusTransaction.requiringNew()
                .call(() -> names.find(caller, ExperimentEntity.class, KIND, new Named(domainId, userProfileName, name))
                        .toExperiment());
    }

    /** The experiments of a profile or, for those who see everything, of all; the newest first. */
    public Page<Experiment> list(
            Caller caller, @Nullable String domainId, @Nullable String userProfileName, PageRequest page) {
        Owners.Scope scope = owners.scope(caller, domainId, userProfileName);
        List<Experiment> found = QuarkusTransaction.requiringNew()
                .call(() -> OwnedRows.page(entities, ExperimentEntity.class, scope, page).stream()
                        .map(ExperimentEntity::toExperiment)
                        .toList());
        return Page.of(found, page, Experiment::id);
    }

    /** Experiments that the caller may see. */
    public Page<Experiment> list(Caller caller, Listing listing, PageRequest page) {
        Owners.Scope scope = owners.scope(caller, null, null);
        List<Experiment> found = QuarkusTransaction.requiringNew()
                .call(() -> LIST.page(entities, scope, listing, page).stream()
                        .map(ExperimentEntity::toExperiment)
                        .toList());
        return Page.of(
                found,
                page,
                experiment -> listing.token(
                        new Listing.Place(experiment.id(), experiment.name(), "", experiment.lastModifiedTime())));
    }

    /** Changes its display name or description. */
    public Experiment update(
            Caller caller,
            @Nullable String domainId,
            @Nullable String userProfileName,
            String name,
            ExperimentChange change) {
        return QuarkusTransaction.requiringNew().call(() -> {
            ExperimentEntity entity = owned(caller, new Named(domainId, userProfileName, name));
            change(entity, change);
            entity.lastModifiedTime = now();
            return entity.toExperiment();
        });
    }

    /**
     * Deletes an experiment.
     *
     * @throws AtelierException RESOURCE_IN_USE while it has trials
     */
    public void delete(Caller caller, @Nullable String domainId, @Nullable String userProfileName, String name) {
        QuarkusTransaction.requiringNew().run(() -> {
            ExperimentEntity entity = owned(caller, new Named(domainId, userProfileName, name));
            long trials = entities.createQuery(
                            "select count(t) from TrialEntity t where t.experiment = :experiment", Long.class)
                    .setParameter("experiment", entity)
                    .getSingleResult();
            if (trials > 0) {
                throw new AtelierException(
                        ErrorCode.RESOURCE_IN_USE,
                        "The experiment '%s' has %d trials: delete them first.".formatted(name, trials));
            }
            entities.remove(entity);
        });
    }

    /** The row, locked, when the caller may change it. Needs a transaction. */
    ExperimentEntity owned(Caller caller, Named named) {
        ExperimentEntity entity = names.lock(caller, ExperimentEntity.class, KIND, named);
        caller.requireProfile(
                entity.owner.toOwner().domainId(), entity.owner.toOwner().userProfileName());
        return entity;
    }

    private static void change(ExperimentEntity entity, ExperimentChange change) {
        if (change.displayName() != null) {
            entity.displayName = ResourceName.check("displayName", change.displayName(), MAX_NAME);
        }
        String description = change.description();
        if (description != null) {
            if (description.length() > MAX_DESCRIPTION) {
                throw AtelierException.invalid("description", "must be at most 3072 characters");
            }
            entity.description = description;
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
