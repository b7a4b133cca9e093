package dev.atelier.autopilot.service.job;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.autopilot.service.dataset.Dataset;
import dev.atelier.autopilot.service.dataset.DatasetService;
import dev.atelier.autopilot.service.engine.Directories;
import dev.atelier.autopilot.service.experiment.JobExperiments;
import dev.atelier.autopilot.service.support.AutopilotConfig;
import dev.atelier.autopilot.service.support.Ids;
import dev.atelier.autopilot.service.usage.LaunchAuthorizer;
import dev.atelier.autopilot.service.usage.Owner;
import dev.atelier.autopilot.service.usage.OwnerLimits;
import dev.atelier.autopilot.service.usage.Owners;
import dev.atelier.billing.v1.Component;
import dev.atelier.platform.idempotency.Idempotency;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Clock;
import org.hibernate.exception.ConstraintViolationException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes a job, after everything that can be known before it runs has been checked: nothing is stored and nothing is billed when
 * a check fails.
 */
@ApplicationScoped
public class JobCreation {
    private static final Logger LOG = Logger.getLogger(JobCreation.class);
    private static final String KIND = "AutoML job";
    /** A table may have to be read from Studio and looked through. */
    private static final int TRANSACTION_SECONDS = 600;

    private static final OwnerLimits.Things OPEN_JOBS = new OwnerLimits.Things(
            "jobs that have not ended", "atelier.autopilot.limits.jobs-per-user", "Wait for one, or stop one.");

    private final JobRepository jobs;
    private final DatasetService datasets;
    private final Owners owners;
    private final LaunchAuthorizer launches;
    private final Idempotency idempotency;
    private final Directories directories;
    private final JobRecorder recorder;
    private final JobExperiments experiments;
    private final JobReconciler reconciler;
    private final JobService service;
    private final OwnerLimits limits;
    private final int mostJobs;
    private final Clock clock;

    JobCreation(
            JobRepository jobs,
            DatasetService datasets,
            Owners owners,
            LaunchAuthorizer launches,
            Idempotency idempotency,
            Directories directories,
            JobRecorder recorder,
            JobExperiments experiments,
            JobReconciler reconciler,
            JobService service,
            OwnerLimits limits,
            AutopilotConfig config,
            Clock clock) {
        this.jobs = jobs;
        this.datasets = datasets;
        this.owners = owners;
        this.launches = launches;
        this.idempotency = idempotency;
        this.directories = directories;
        this.recorder = recorder;
        this.experiments = experiments;
        this.reconciler = reconciler;
        this.service = service;
        this.limits = limits;
        this.mostJobs = config.limits().jobsPerUser();
        this.clock = clock;
    }

    /** What an idempotency key remembers. */
    @RegisterForReflection
    record Created(String jobName) {}

    /**
     * Checks and stores a job; it begins at once when the engine has a slot.
     *
     * @throws AtelierException what is wrong with the request, the data set, the target, the instance type or the price
     */
    public JobView create(Caller caller, NewJob asked, @Nullable String idempotencyKey) {
        asked.checked();
        Created created;
        try {
            created = QuarkusTransaction.requiringNew()
                    .timeout(TRANSACTION_SECONDS)
                    .call(() -> idempotency.once(
                            caller,
                            "CreateAutoMLJob",
                            idempotencyKey,
                            asked,
                            Created.class,
                            () -> store(caller, asked)));
        } catch (ConstraintViolationException e) {
            throw AtelierException.alreadyExists(KIND, String.valueOf(asked.name()));
        }
        reconciler.wake();
        return service.get(caller, created.jobName());
    }

    private Created store(Caller caller, NewJob asked) {
        String name = String.valueOf(asked.name());
        String target = String.valueOf(asked.targetColumn());
        if (jobs.count("name", name) > 0) {
            throw AtelierException.alreadyExists(KIND, name);
        }
        Owner owner = owners.resolve(caller, asked.domainId(), asked.userProfileName());
        launches.authorize(owner, asked.instanceTypeOrDefault(), Component.COMPONENT_PROCESSING);
        launches.authorize(owner, asked.instanceTypeOrDefault(), Component.COMPONENT_TRAINING);
        String datasetId = asked.datasetId();
        if (datasetId != null && !datasetId.isBlank()) {
            Dataset dataset = datasets.get(caller, datasetId);
            Path file = datasets.file(dataset.id());
            datasets.checkTarget(file, target, asked.problemType());
            datasets.checkColumns(file, asked.columns());
            persist(asked, owner, dataset.id(), file);
        } else {
            datasets.take(owner, asked.location(), arrived -> {
                datasets.checkTarget(arrived.file(), target, asked.problemType());
                datasets.checkColumns(arrived.file(), asked.columns());
                datasets.persist(arrived.dataset());
                persist(asked, owner, arrived.dataset().id(), arrived.file());
                return true;
            });
        }
        return new Created(name);
    }

    private void persist(NewJob asked, Owner owner, String datasetId, Path table) {
        limits.take(owner, JobEntity.class, "e.endTime is null", mostJobs, OPEN_JOBS);
        JobEntity job = JobEntity.create(Ids.next("job", clock), asked, owner, datasetId, clock.instant());
        directories.job(job.id).prepare(table);
        try {
            jobs.persist(job);
            experiments.begin(job.name, owner);
            recorder.event(job, JobEvent.Type.STATUS, JobEvent.Payload.ofStatus(job.lifecycle()));
            jobs.flush();
        } catch (RuntimeException e) {
            directories.job(job.id).delete();
            throw e;
        }
        LOG.infof("job created; job=%s jobId=%s datasetId=%s", job.name, job.id, datasetId);
    }
}
