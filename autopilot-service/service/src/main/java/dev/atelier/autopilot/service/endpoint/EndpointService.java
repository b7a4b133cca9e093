package dev.atelier.autopilot.service.endpoint;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.candidate.Candidate;
import dev.atelier.autopilot.service.engine.Directories;
import dev.atelier.autopilot.service.engine.Trees;
import dev.atelier.autopilot.service.job.AutoMLJob;
import dev.atelier.autopilot.service.job.JobService;
import dev.atelier.autopilot.service.support.Ids;
import dev.atelier.autopilot.service.support.ResourceName;
import dev.atelier.autopilot.service.usage.LaunchAuthorizer;
import dev.atelier.autopilot.service.usage.Owner;
import dev.atelier.autopilot.service.usage.Owners;
import dev.atelier.billing.v1.Component;
import dev.atelier.platform.idempotency.Idempotency;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.hibernate.exception.ConstraintViolationException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What can be done with endpoints, but asking them: that is {@link EndpointInvoker}. */
@ApplicationScoped
public class EndpointService {
    private static final Logger LOG = Logger.getLogger(EndpointService.class);
    private static final String KIND = "endpoint";
    private static final String DEFAULT_INSTANCE_TYPE = "ml.m5.large";
    private static final int MAX_NAME = 63;

    private final EndpointRepository endpoints;
    private final JobService jobs;
    private final Owners owners;
    private final LaunchAuthorizer launches;
    private final Idempotency idempotency;
    private final Directories directories;
    private final EndpointReconciler reconciler;
    private final Clock clock;

    EndpointService(
            EndpointRepository endpoints,
            JobService jobs,
            Owners owners,
            LaunchAuthorizer launches,
            Idempotency idempotency,
            Directories directories,
            EndpointReconciler reconciler,
            Clock clock) {
        this.endpoints = endpoints;
        this.jobs = jobs;
        this.owners = owners;
        this.launches = launches;
        this.idempotency = idempotency;
        this.directories = directories;
        this.reconciler = reconciler;
        this.clock = clock;
    }

    /** What a caller asks for; null or empty means that it was left out. */
    public record NewEndpoint(
            @Nullable String name,
            @Nullable String jobName,
            @Nullable String candidateName,
            @Nullable String instanceType) {
        String instanceTypeOrDefault() {
            return instanceType == null || instanceType.isBlank() ? DEFAULT_INSTANCE_TYPE : instanceType;
        }
    }

    /** What an idempotency key remembers. */
    @RegisterForReflection
    record Created(String endpointId) {}

    /**
     * Deploys a candidate; the endpoint belongs to the owner of the job, with what the user profile says now.
     *
     * @throws AtelierException what is wrong with the request, the candidate, the instance type or the price
     */
    public Endpoint create(Caller caller, NewEndpoint asked, @Nullable String idempotencyKey) {
        String name = ResourceName.check("endpointName", asked.name(), MAX_NAME);
        String jobName = asked.jobName();
        if (jobName == null || jobName.isBlank()) {
            throw AtelierException.invalid("autoMlJobName", "is required");
        }
        Created created;
        try {
            created = QuarkusTransaction.requiringNew()
                    .call(() -> idempotency.once(
                            caller,
                            "CreateEndpoint",
                            idempotencyKey,
                            asked,
                            Created.class,
                            () -> store(caller, name, jobName, asked)));
        } catch (ConstraintViolationException e) {
            throw AtelierException.alreadyExists(KIND, name);
        }
        reconciler.wake();
        return QuarkusTransaction.requiringNew()
                .call(() -> endpoints.findByIdOptional(created.endpointId()).map(EndpointEntity::toEndpoint))
                .orElseThrow(() -> AtelierException.notFound(KIND, name));
    }

    private Created store(Caller caller, String name, String jobName, NewEndpoint asked) {
        AutoMLJob job = jobs.visible(caller, jobName);
        caller.requireProfile(job.owner().domainId(), job.owner().userProfileName());
        if (endpoints.named(name).isPresent()) {
            throw AtelierException.alreadyExists(KIND, name);
        }
        Candidate candidate = jobs.deployable(caller, jobName, asked.candidateName());
        Owner owner = owners.resolve(caller, job.owner().domainId(), job.owner().userProfileName());
        launches.authorize(owner, asked.instanceTypeOrDefault(), Component.COMPONENT_HOSTING);
        EndpointEntity endpoint = new EndpointEntity(
                Ids.next("ep", clock), name, owner, clock.instant().truncatedTo(ChronoUnit.MICROS));
        endpoint.jobId = job.id();
        endpoint.jobName = job.name();
        endpoint.candidateName = candidate.name();
        endpoint.trial = candidate.trial();
        endpoint.instanceType = asked.instanceTypeOrDefault();
        Trees.link(
                directories.job(job.id()).model(candidate.trial()),
                directories.endpoint(endpoint.id).resolve("model.zip"));
        try {
            endpoints.persist(endpoint);
            endpoints.flush();
        } catch (RuntimeException e) {
            Trees.delete(directories.endpoint(endpoint.id));
            throw e;
        }
        LOG.infof("endpoint created; endpoint=%s job=%s candidate=%s", name, job.name(), candidate.name());
        return new Created(endpoint.id);
    }

    /** The endpoint, when the caller may see it. */
    public Endpoint get(Caller caller, String name) {
        return find(name)
                .filter(endpoint -> caller.sees(
                        endpoint.owner().domainId(), endpoint.owner().userProfileName()))
                .orElseThrow(() -> AtelierException.notFound(KIND, name));
    }

    /** The endpoints of a profile or, for those who see everything, of all; the newest first. */
    public Page<Endpoint> list(
            Caller caller, @Nullable String domainId, @Nullable String userProfileName, PageRequest page) {
        Owners.Scope scope = owners.scope(caller, domainId, userProfileName);
        List<Endpoint> found = QuarkusTransaction.requiringNew()
                .call(() -> endpoints.page(scope, page).stream()
                        .map(EndpointEntity::toEndpoint)
                        .toList());
        return Page.of(found, page, Endpoint::id);
    }

    /** Ends an endpoint and its charge. Deleting what is not there does nothing. */
    public void delete(Caller caller, String name) {
        Optional<Endpoint> found = find(name);
        if (found.isEmpty()) {
            return;
        }
        Owner owner = found.get().owner();
        if (!caller.sees(owner.domainId(), owner.userProfileName())) {
            throw AtelierException.notFound(KIND, name);
        }
        caller.requireProfile(owner.domainId(), owner.userProfileName());
        QuarkusTransaction.requiringNew()
                .run(() -> endpoints.lock(found.get().id()).ifPresent(entity -> {
                    if (entity.lifecycle() instanceof EndpointLifecycle.Deletable deletable) {
                        entity.write(deletable.delete());
                    }
                }));
        reconciler.wake();
    }

    private Optional<Endpoint> find(String name) {
        return QuarkusTransaction.requiringNew()
                .call(() -> endpoints.named(name).map(EndpointEntity::toEndpoint));
    }
}
