package dev.atelier.autopilot.service.monitor;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.identity.Caller;
import dev.atelier.autopilot.service.endpoint.Endpoint;
import dev.atelier.autopilot.service.endpoint.EndpointService;
import dev.atelier.autopilot.service.endpoint.Variant;
import dev.atelier.autopilot.service.engine.Directories;
import dev.atelier.autopilot.service.engine.JobDirectory;
import dev.atelier.autopilot.service.engine.WorkerFiles;
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
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** Makes and changes monitors: the baseline is the table that the endpoint's model was trained on, and what it was measured at. */
@ApplicationScoped
public class MonitorCreation {
    private static final int MAX_NAME = 63;
    private static final OwnerLimits.Things MONITORS = new OwnerLimits.Things(
            "monitors", "atelier.autopilot.limits.monitors-per-user", "Delete one that is not needed.");

    private final Schedules schedules;
    private final MonitorEvents events;
    private final MonitorFiles files;
    private final MonitorService service;
    private final EndpointService endpoints;
    private final Directories directories;
    private final LaunchAuthorizer launches;
    private final Idempotency idempotency;
    private final OwnerLimits limits;
    private final int mostMonitors;
    private final Clock clock;

    MonitorCreation(
            Schedules schedules,
            MonitorEvents events,
            MonitorFiles files,
            MonitorService service,
            EndpointService endpoints,
            Directories directories,
            LaunchAuthorizer launches,
            Idempotency idempotency,
            OwnerLimits limits,
            AutopilotConfig config,
            Clock clock) {
        this.schedules = schedules;
        this.events = events;
        this.files = files;
        this.service = service;
        this.endpoints = endpoints;
        this.directories = directories;
        this.launches = launches;
        this.idempotency = idempotency;
        this.limits = limits;
        this.mostMonitors = config.limits().monitorsPerUser();
        this.clock = clock;
    }

    /** What an idempotency key remembers. */
    @RegisterForReflection
    record Created(String name) {}

    /**
     * Makes a monitor of an endpoint.
     *
     * @throws AtelierException CONFLICT when the job of its model is gone, RESOURCE_ALREADY_EXISTS
     */
    public Schedule create(Caller caller, NewSchedule asked, @Nullable String idempotencyKey) {
        String name = ResourceName.check("monitoringScheduleName", asked.name(), MAX_NAME);
        NewSchedule.check(asked.threshold(), asked.maxRuntime());
        if (asked.endpointName() == null || asked.endpointName().isBlank()) {
            throw AtelierException.invalid("endpointName", "is required");
        }
        try {
            QuarkusTransaction.requiringNew()
                    .run(() -> idempotency.once(
                            caller,
                            "CreateMonitoringSchedule",
                            idempotencyKey,
                            asked,
                            Created.class,
                            () -> store(caller, name, asked)));
        } catch (ConstraintViolationException e) {
            throw AtelierException.alreadyExists(MonitorService.KIND, name);
        }
        return service.get(caller, name);
    }

    private Created store(Caller caller, String name, NewSchedule asked) {
        MonitoringType type = MonitoringType.ofLabel(asked.type());
        Endpoint endpoint = endpoints.get(caller, String.valueOf(asked.endpointName()));
        Owner owner = endpoint.owner();
        caller.requireProfile(owner.domainId(), owner.userProfileName());
        Variant variant = variant(endpoint, asked.variantName());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Cron cron = cron(type, asked, now);
        launches.authorize(owner, asked.instanceTypeOrDefault(), Component.COMPONENT_PROCESSING);

        limits.take(owner, ScheduleEntity.class, "1 = 1", mostMonitors, MONITORS);
        ScheduleEntity row = ScheduleEntity.blank();
        row.id = Ids.next("mon", clock);
        row.name = name;
        row.owner = OwnerColumns.of(owner);
        row.endpointId = endpoint.id();
        row.endpointName = endpoint.name();
        row.variantName = variant.name();
        row.type = type.label();
        settings(row, asked);
        row.lookedUntil = now;
        row.nextRun = cron == null ? null : cron.after(now).orElse(null);
        row.creationTime = now;
        row.lastModifiedTime = now;
        baseline(row.id, variant);
        try {
            schedules.persist(row);
            events.add(row.id, MonitorEvent.Type.SCHEDULE, MonitorEvent.Payload.ofSchedule(row.status));
            schedules.flush();
        } catch (RuntimeException e) {
            files.delete(row.id);
            throw e;
        }
        return new Created(name);
    }

    /**
     * Gives a monitor the times, the threshold, the instance type and the longest runtime that are asked for, in the place of those that it has.
     *
     * @param asked of the type and the endpoint that the monitor has
     */
    public Schedule update(Caller caller, NewSchedule asked) {
        Schedule known = service.get(caller, String.valueOf(asked.name()));
        caller.requireProfile(known.owner().domainId(), known.owner().userProfileName());
        if (!known.type().label().equals(asked.type()) || !known.endpointName().equals(asked.endpointName())) {
            throw AtelierException.invalid(
                    "monitoringScheduleConfig",
                    "must be of the type and the endpoint that the monitor has; make another monitor for others");
        }
        NewSchedule.check(asked.threshold(), asked.maxRuntime());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Cron cron = cron(known.type(), asked, now);
        launches.authorize(known.owner(), asked.instanceTypeOrDefault(), Component.COMPONENT_PROCESSING);
        QuarkusTransaction.requiringNew()
                .run(() -> schedules.lock(known.id()).ifPresent(row -> {
                    settings(row, asked);
                    row.nextRun = cron == null || !row.status.equals(ScheduleEntity.SCHEDULED)
                            ? null
                            : cron.after(now).orElse(null);
                    row.lastModifiedTime = now;
                }));
        return service.get(caller, known.name());
    }

    private static void settings(ScheduleEntity row, NewSchedule asked) {
        row.expression = asked.expressionOrNull();
        row.threshold = asked.thresholdOrDefault();
        row.instanceType = asked.instanceTypeOrDefault();
        row.maxRuntimeMillis = asked.maxRuntimeOrDefault().toMillis();
        row.definitionName = asked.definitionName();
    }

    private static @Nullable Cron cron(MonitoringType type, NewSchedule asked, Instant now) {
        String expression = asked.expressionOrNull();
        if (expression != null && type == MonitoringType.MODEL_QUALITY) {
            throw AtelierException.invalid(
                    "scheduleExpression",
                    "must be left out: quality needs a table with the outcomes, so it runs on demand");
        }
        return expression == null ? null : Cron.of(expression, now);
    }

    private void baseline(String scheduleId, Variant variant) {
        JobDirectory job = directories.job(variant.jobId());
        WorkerFiles.Result result = job.result(variant.trial()).orElse(null);
        if (result == null || !Files.isRegularFile(job.dataset())) {
            throw new AtelierException(
                    ErrorCode.CONFLICT,
                    "The job '%s' is deleted, and with it the table that '%s' was trained on. Deploy a candidate whose job is still there."
                            .formatted(variant.jobName(), variant.candidateName()));
        }
        Map<String, MonitorFiles.Measured> metrics = result.metrics().stream()
                .collect(Collectors.toMap(
                        WorkerFiles.MetricValue::name,
                        metric -> new MonitorFiles.Measured(metric.value(), metric.standardDeviation())));
        files.prepare(scheduleId, job.model(variant.trial()), job.dataset(), metrics);
    }

    private static Variant variant(Endpoint endpoint, @Nullable String name) {
        if (name == null || name.isBlank()) {
            return endpoint.variant();
        }
        return endpoint.variants().stream()
                .filter(variant -> variant.name().equals(name))
                .findFirst()
                .orElseThrow(() -> AtelierException.notFound("variant", name));
    }
}
