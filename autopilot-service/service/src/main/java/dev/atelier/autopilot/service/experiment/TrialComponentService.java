package dev.atelier.autopilot.service.experiment;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.experiment.OwnedNames.Named;
import dev.atelier.autopilot.service.support.Ids;
import dev.atelier.autopilot.service.support.ResourceName;
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
import java.util.Map;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** What can be done with trial components and their metrics; how to find them is {@link ComponentSearch}. */
@ApplicationScoped
public class TrialComponentService {
    static final String KIND = "trial component";

    private final EntityManager entities;
    private final OwnedNames names;
    private final Owners owners;
    private final MetricSeries series;
    private final Idempotency idempotency;
    private final Clock clock;

    TrialComponentService(
            EntityManager entities,
            OwnedNames names,
            Owners owners,
            MetricSeries series,
            Idempotency idempotency,
            Clock clock) {
        this.entities = entities;
        this.names = names;
        this.owners = owners;
        this.series = series;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    /** What a caller asks for. */
    public record NewComponent(
            @Nullable String name,
            @Nullable String domainId,
            @Nullable String userProfileName,
            ComponentContent content) {}

    /** What an idempotency key remembers. */
    @RegisterForReflection
    record Created(String componentId) {}

    /** Makes a component for a user profile. */
    public TrialComponent create(Caller caller, NewComponent asked, @Nullable String idempotencyKey) {
        String name = ResourceName.check("trialComponentName", asked.name(), ExperimentService.MAX_NAME);
        try {
            return QuarkusTransaction.requiringNew().call(() -> {
                Created created =
                        idempotency.once(caller, "CreateTrialComponent", idempotencyKey, asked, Created.class, () -> {
                            Owner owner = owners.resolve(caller, asked.domainId(), asked.userProfileName());
                            TrialComponentEntity entity =
                                    new TrialComponentEntity(Ids.next("tc", clock), name, owner, null, now());
                            asked.content().mergeInto(entity);
                            entities.persist(entity);
                            entities.flush();
                            return new Created(entity.id);
                        });
                return render(entities.find(TrialComponentEntity.class, created.componentId()));
            });
        } catch (ConstraintViolationException e) {
            throw AtelierException.alreadyExists(KIND, name);
        }
    }

    /** The component with its metrics, when the caller may see it. */
    public TrialComponent get(Caller caller, @Nullable String domainId, @Nullable String userProfileName, String name) {
        return QuarkusTransaction.requiringNew()
                .call(() -> render(names.find(
                        caller, TrialComponentEntity.class, KIND, new Named(domainId, userProfileName, name))));
    }

    /** Merges what is said into what is known. */
    public TrialComponent update(
            Caller caller,
            @Nullable String domainId,
            @Nullable String userProfileName,
            String name,
            ComponentContent content) {
        return QuarkusTransaction.requiringNew().call(() -> {
            TrialComponentEntity entity = owned(caller, new Named(domainId, userProfileName, name));
            content.mergeInto(entity);
            entity.lastModifiedTime = now();
            return render(entity);
        });
    }

    /**
     * Deletes a component and its metrics.
     *
     * @throws AtelierException RESOURCE_IN_USE while it is associated with a trial
     */
    public void delete(Caller caller, @Nullable String domainId, @Nullable String userProfileName, String name) {
        QuarkusTransaction.requiringNew().run(() -> {
            TrialComponentEntity entity = owned(caller, new Named(domainId, userProfileName, name));
            long trials = entities.createQuery(
                            "select count(a) from TrialAssociationEntity a where a.componentId = :id", Long.class)
                    .setParameter("id", entity.id)
                    .getSingleResult();
            if (trials > 0) {
                throw new AtelierException(
                        ErrorCode.RESOURCE_IN_USE,
                        "The trial component '%s' is part of %d trials: disassociate it first."
                                .formatted(name, trials));
            }
            entities.remove(entity);
        });
    }

    /** Appends observations, all or none; the summaries follow at once. */
    public void putMetrics(
            Caller caller,
            @Nullable String domainId,
            @Nullable String userProfileName,
            String name,
            @Nullable List<MetricObservation> batch) {
        List<MetricObservation> checked = MetricObservation.checked(batch);
        QuarkusTransaction.requiringNew().run(() -> {
            TrialComponentEntity entity = owned(caller, new Named(domainId, userProfileName, name));
            series.append(entity.id, checked, now());
        });
    }

    /** The observations in the order of their arrival; of one metric when it is named. */
    public Page<MetricObservation> metrics(
            Caller caller,
            @Nullable String domainId,
            @Nullable String userProfileName,
            String name,
            @Nullable String metricName,
            PageRequest page) {
        List<MetricSeries.Observed> found = QuarkusTransaction.requiringNew().call(() -> {
            TrialComponentEntity entity =
                    names.find(caller, TrialComponentEntity.class, KIND, new Named(domainId, userProfileName, name));
            return series.page(entity.id, metricName, page);
        });
        return Page.of(found, page, observed -> Long.toString(observed.number()))
                .map(MetricSeries.Observed::observation);
    }

    /** With what its metrics come to. Needs a transaction. */
    TrialComponent render(TrialComponentEntity entity) {
        return render(List.of(entity)).getFirst();
    }

    /** The same for several, with one look at the metrics. */
    List<TrialComponent> render(List<TrialComponentEntity> found) {
        Map<String, List<MetricSummary>> metrics =
                series.summaries(found.stream().map(entity -> entity.id).toList());
        return found.stream()
                .map(entity -> entity.toComponent(metrics.getOrDefault(entity.id, List.of())))
                .toList();
    }

    private TrialComponentEntity owned(Caller caller, Named named) {
        TrialComponentEntity entity = names.lock(caller, TrialComponentEntity.class, KIND, named);
        caller.requireProfile(
                entity.owner.toOwner().domainId(), entity.owner.toOwner().userProfileName());
        return entity;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
