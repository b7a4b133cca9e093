package dev.atelier.autopilot.service.transform;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.autopilot.service.candidate.Candidate;
import dev.atelier.autopilot.service.dataset.DatasetService;
import dev.atelier.autopilot.service.dataset.TableSources;
import dev.atelier.autopilot.service.engine.Directories;
import dev.atelier.autopilot.service.engine.Trees;
import dev.atelier.autopilot.service.job.AutoMLJob;
import dev.atelier.autopilot.service.job.JobService;
import dev.atelier.autopilot.service.support.AutopilotConfig;
import dev.atelier.autopilot.service.support.Ids;
import dev.atelier.autopilot.service.support.ResourceName;
import dev.atelier.autopilot.service.usage.LaunchAuthorizer;
import dev.atelier.autopilot.service.usage.Owner;
import dev.atelier.autopilot.service.usage.OwnerColumns;
import dev.atelier.autopilot.service.usage.OwnerLimits;
import dev.atelier.billing.v1.Component;
import dev.atelier.platform.idempotency.Idempotency;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** Makes batch transforms; nothing is stored and nothing is billed when a check fails. */
@ApplicationScoped
public class TransformCreation {
    private static final int MAX_NAME = 63;
    /** A table may have to be read from Studio or a store. */
    private static final int TRANSACTION_SECONDS = 600;

    private static final OwnerLimits.Things OPEN = new OwnerLimits.Things(
            "transforms that have not ended", "atelier.autopilot.limits.jobs-per-user", "Wait for one, or stop one.");

    private final TransformRepository transforms;
    private final TransformService service;
    private final TransformReconciler reconciler;
    private final JobService jobs;
    private final TableSources tables;
    private final Directories directories;
    private final LaunchAuthorizer launches;
    private final Idempotency idempotency;
    private final OwnerLimits limits;
    private final int most;
    private final Clock clock;

    TransformCreation(
            TransformRepository transforms,
            TransformService service,
            TransformReconciler reconciler,
            JobService jobs,
            TableSources tables,
            Directories directories,
            LaunchAuthorizer launches,
            Idempotency idempotency,
            OwnerLimits limits,
            AutopilotConfig config,
            Clock clock) {
        this.transforms = transforms;
        this.service = service;
        this.reconciler = reconciler;
        this.jobs = jobs;
        this.tables = tables;
        this.directories = directories;
        this.launches = launches;
        this.idempotency = idempotency;
        this.limits = limits;
        this.most = config.limits().jobsPerUser();
        this.clock = clock;
    }

    /** What an idempotency key remembers. */
    @RegisterForReflection
    record Created(String name) {}

    /**
     * Lets a candidate score a table; it belongs to the owner of the candidate's job.
     *
     * @throws AtelierException what is wrong with the request, the candidate, the table, the instance type or the price
     */
    public Transform create(Caller caller, NewTransform asked, @Nullable String idempotencyKey) {
        String name = ResourceName.check("transformJobName", asked.name(), MAX_NAME);
        asked.check();
        try {
            tables.inTurn(
                    Stream.of(asked.table()),
                    () -> QuarkusTransaction.requiringNew()
                            .timeout(TRANSACTION_SECONDS)
                            .call(() -> idempotency.once(
                                    caller,
                                    "CreateTransformJob",
                                    idempotencyKey,
                                    asked,
                                    Created.class,
                                    () -> store(caller, name, asked))));
        } catch (ConstraintViolationException e) {
            throw AtelierException.alreadyExists(TransformService.KIND, name);
        }
        reconciler.wake();
        return service.get(caller, name);
    }

    private Created store(Caller caller, String name, NewTransform asked) {
        AutoMLJob job = jobs.visible(caller, String.valueOf(asked.jobName()));
        Owner owner = job.owner();
        caller.requireProfile(owner.domainId(), owner.userProfileName());
        if (transforms.named(name).isPresent()) {
            throw AtelierException.alreadyExists(TransformService.KIND, name);
        }
        Candidate candidate = jobs.deployable(caller, job.name(), asked.candidateName());
        launches.authorize(owner, asked.instanceTypeOrDefault(), Component.COMPONENT_PROCESSING);
        tables.with(caller, owner, asked.table(), "", table -> persist(name, asked, job, candidate, table));
        return new Created(name);
    }

    private void persist(
            String name, NewTransform asked, AutoMLJob job, Candidate candidate, DatasetService.Arrived table) {
        limits.take(job.owner(), TransformEntity.class, "e.endTime is null", most, OPEN);
        TransformEntity row = TransformEntity.blank();
        row.id = Ids.next("tf", clock);
        row.name = name;
        row.owner = OwnerColumns.of(job.owner());
        row.jobName = job.name();
        row.candidateName = candidate.name();
        row.datasetId = table.dataset().id();
        row.instanceType = asked.instanceTypeOrDefault();
        row.creationTime = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Path directory = directories.transform(row.id);
        try {
            Trees.link(directories.job(job.id()).model(candidate.trial()), directory.resolve("model.zip"));
            Trees.link(table.file(), directory.resolve("input.csv"));
            transforms.persist(row);
            transforms.flush();
        } catch (RuntimeException e) {
            Trees.delete(directory);
            throw e;
        }
    }
}
