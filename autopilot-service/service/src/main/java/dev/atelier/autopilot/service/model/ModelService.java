package dev.atelier.autopilot.service.model;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.candidate.Candidate;
import dev.atelier.autopilot.service.job.AutoMLJob;
import dev.atelier.autopilot.service.job.JobService;
import dev.atelier.autopilot.service.support.AutopilotConfig;
import dev.atelier.autopilot.service.support.Ids;
import dev.atelier.autopilot.service.support.ResourceName;
import dev.atelier.autopilot.service.usage.Listing;
import dev.atelier.autopilot.service.usage.OwnedList;
import dev.atelier.autopilot.service.usage.OwnerLimits;
import dev.atelier.autopilot.service.usage.Owners;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be done with models. */
@ApplicationScoped
public class ModelService {
    private static final String KIND = "model";
    private static final int MAX_NAME = 63;
    private static final OwnerLimits.Things MODELS = new OwnerLimits.Things(
            "models", "atelier.autopilot.limits.models-per-user", "Delete one that is not needed.");
    private static final OwnedList<ModelEntity> LIST =
            new OwnedList<>(ModelEntity.class, "1 = 1", "", "e.creationTime");

    private final EntityManager entities;
    private final JobService jobs;
    private final Owners owners;
    private final OwnerLimits limits;
    private final int most;
    private final Clock clock;

    ModelService(
            EntityManager entities,
            JobService jobs,
            Owners owners,
            OwnerLimits limits,
            AutopilotConfig config,
            Clock clock) {
        this.entities = entities;
        this.jobs = jobs;
        this.owners = owners;
        this.limits = limits;
        this.most = config.limits().modelsPerUser();
        this.clock = clock;
    }

    /**
     * Names a candidate; the model belongs to the owner of its job.
     *
     * @param candidateName the best when null
     * @throws AtelierException NOT_READY while there is no such candidate, RESOURCE_ALREADY_EXISTS
     */
    public Model create(
            Caller caller, @Nullable String asked, @Nullable String jobName, @Nullable String candidateName) {
        String name = ResourceName.check("modelName", asked, MAX_NAME);
        if (jobName == null || jobName.isBlank()) {
            throw AtelierException.invalid("autoMlJobName", "is required");
        }
        AutoMLJob job = jobs.visible(caller, jobName);
        caller.requireProfile(job.owner().domainId(), job.owner().userProfileName());
        Candidate candidate = jobs.deployable(caller, jobName, candidateName);
        Model model = new Model(
                Ids.next("mdl", clock),
                name,
                job.owner(),
                job.id(),
                job.name(),
                candidate.name(),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        limits.keep(model.owner(), new ModelEntity(model), most, MODELS, KIND, name);
        return model;
    }

    /** The model, when the caller may see it. */
    public Model get(Caller caller, String name) {
        return find(name)
                .filter(model ->
                        caller.sees(model.owner().domainId(), model.owner().userProfileName()))
                .orElseThrow(() -> AtelierException.notFound(KIND, name));
    }

    /**
     * The model, to be put to use.
     *
     * @throws AtelierException CONFLICT when the job that it was made from is deleted, be there another of that name or not
     */
    public Model usable(Caller caller, String name) {
        Model model = get(caller, name);
        boolean there = jobs.find(caller, model.jobName())
                .filter(job -> job.id().equals(model.jobId()))
                .isPresent();
        if (!there) {
            throw AtelierException.conflict(
                    "The job '%s' that the model '%s' was made from is deleted. Make a model of a candidate that there is."
                            .formatted(model.jobName(), name));
        }
        return model;
    }

    /** Models of a profile or, for those who see everything, of all. */
    public Page<Model> list(
            Caller caller,
            @Nullable String domainId,
            @Nullable String userProfileName,
            Listing listing,
            PageRequest page) {
        Owners.Scope scope = owners.scope(caller, domainId, userProfileName);
        List<Model> found = QuarkusTransaction.requiringNew()
                .call(() -> LIST.page(entities, scope, listing, page).stream()
                        .map(ModelEntity::toModel)
                        .toList());
        return Page.of(
                found,
                page,
                model -> listing.token(new Listing.Place(model.id(), model.name(), "", model.creationTime())));
    }

    /** Forgets the name; the candidate stays, and so do endpoints that serve it. */
    public void delete(Caller caller, String name) {
        Model model = get(caller, name);
        caller.requireProfile(model.owner().domainId(), model.owner().userProfileName());
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createQuery("delete from ModelEntity e where e.id = :id")
                        .setParameter("id", model.id())
                        .executeUpdate());
    }

    private Optional<Model> find(String name) {
        return QuarkusTransaction.requiringNew()
                .call(() -> entities.createQuery("select e from ModelEntity e where e.name = :name", ModelEntity.class)
                        .setParameter("name", name)
                        .getResultStream()
                        .findFirst()
                        .map(ModelEntity::toModel));
    }
}
