package dev.atelier.autopilot.service.job;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.autopilot.service.dataset.DatasetService;
import dev.atelier.autopilot.service.dataset.TableSource;
import dev.atelier.autopilot.service.dataset.TableSources;
import dev.atelier.autopilot.service.dataset.ValidationTable;
import dev.atelier.autopilot.service.engine.Directories;
import dev.atelier.autopilot.service.engine.JobDirectory;
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
import java.time.Clock;
import java.util.stream.Stream;
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
    private final TableSources tables;
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
            TableSources tables,
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
        this.tables = tables;
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
            created = tables.inTurn(
                    Stream.of(asked.table(), asked.validation().table()),
                    () -> QuarkusTransaction.requiringNew()
                            .timeout(TRANSACTION_SECONDS)
                            .call(() -> idempotency.once(
                                    caller,
                                    "CreateAutoMLJob",
                                    idempotencyKey,
                                    asked,
                                    Created.class,
                                    () -> store(caller, asked))));
        } catch (ConstraintViolationException e) {
            throw AtelierException.alreadyExists(KIND, String.valueOf(asked.name()));
        }
        reconciler.wake();
        return service.get(caller, created.jobName());
    }

    private Created store(Caller caller, NewJob asked) {
        String name = String.valueOf(asked.name());
        String target = String.valueOf(asked.targetColumn());
        Owner owner = owners.resolve(caller, asked.domainId(), asked.userProfileName());
        if (jobs.count("name", name) > 0) {
            throw AtelierException.alreadyExists(KIND, name);
        }
        launches.authorize(owner, asked.instanceTypeOrDefault(), Component.COMPONENT_PROCESSING);
        launches.authorize(owner, asked.instanceTypeOrDefault(), Component.COMPONENT_TRAINING);
        tables.with(caller, owner, asked.table(), "", table -> {
            datasets.checkTarget(table.file(), target, asked.problemType());
            datasets.checkColumns(table.file(), asked.columns());
            TableSource validation = asked.validation().table();
            if (validation.given()) {
                tables.with(caller, owner, validation, NewValidation.TABLE, other -> {
                    ValidationTable.check(NewValidation.TABLE, table.dataset(), other.dataset());
                    persist(asked, owner, table, other);
                });
            } else {
                persist(asked, owner, table, null);
            }
        });
        return new Created(name);
    }

    private void persist(
            NewJob asked, Owner owner, DatasetService.Arrived table, DatasetService.@Nullable Arrived validation) {
        limits.take(owner, JobEntity.class, "e.endTime is null", mostJobs, OPEN_JOBS);
        JobEntity job = JobEntity.create(
                Ids.next("job", clock),
                asked,
                owner,
                table.dataset(),
                validation == null ? null : validation.dataset(),
                clock.instant());
        JobDirectory directory = directories.job(job.id);
        directory.prepare(table.file());
        try {
            if (validation != null) {
                directory.prepareValidation(validation.file());
                ValidationTable.join(table.file(), validation.file(), directory.joined());
            }
            jobs.persist(job);
            experiments.begin(job.name, owner);
            recorder.event(job, JobEvent.Type.STATUS, JobEvent.Payload.ofStatus(job.lifecycle()));
            jobs.flush();
        } catch (RuntimeException e) {
            directory.delete();
            throw e;
        }
        LOG.infof("job created; job=%s jobId=%s datasetId=%s", job.name, job.id, job.datasetId);
    }
}
