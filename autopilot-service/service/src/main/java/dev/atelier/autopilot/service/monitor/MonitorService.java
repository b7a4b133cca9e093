package dev.atelier.autopilot.service.monitor;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.dataset.DatasetService;
import dev.atelier.autopilot.service.engine.Trees;
import dev.atelier.autopilot.service.support.Ids;
import dev.atelier.autopilot.service.usage.Listing;
import dev.atelier.autopilot.service.usage.Owner;
import dev.atelier.autopilot.service.usage.Owners;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be done with monitors, but making one: that is {@link MonitorCreation}. */
@ApplicationScoped
public class MonitorService {
    static final String KIND = "monitoring schedule";
    private static final int MOST_OPEN = 10;

    private final Schedules schedules;
    private final MonitorFiles files;
    private final DatasetService datasets;
    private final Owners owners;
    private final MonitorReconciler reconciler;
    private final MonitorEvents events;
    private final Clock clock;

    MonitorService(
            Schedules schedules,
            MonitorFiles files,
            DatasetService datasets,
            Owners owners,
            MonitorReconciler reconciler,
            MonitorEvents events,
            Clock clock) {
        this.schedules = schedules;
        this.files = files;
        this.datasets = datasets;
        this.owners = owners;
        this.reconciler = reconciler;
        this.events = events;
        this.clock = clock;
    }

    /**
     * What a run on demand looks at.
     *
     * @param datasetId a table; null for what was captured
     * @param captureFrom null for the end of the last run that looked at captured requests
     */
    public record NewRun(
            @Nullable String datasetId,
            @Nullable Instant captureFrom,
            @Nullable Instant captureTo) {}

    /** The monitor, when the caller may see it. */
    public Schedule get(Caller caller, String name) {
        return QuarkusTransaction.requiringNew()
                .call(() -> schedules.named(name).map(ScheduleEntity::toSchedule))
                .filter(schedule -> caller.sees(
                        schedule.owner().domainId(), schedule.owner().userProfileName()))
                .orElseThrow(() -> AtelierException.notFound(KIND, name));
    }

    /** The monitors of a profile or, for those who see everything, of all; the newest first. */
    public Page<Schedule> list(
            Caller caller, @Nullable String domainId, @Nullable String userProfileName, PageRequest page) {
        Owners.Scope scope = owners.scope(caller, domainId, userProfileName);
        List<Schedule> found = QuarkusTransaction.requiringNew()
                .call(() -> schedules.page(scope, page).stream()
                        .map(ScheduleEntity::toSchedule)
                        .toList());
        return Page.of(found, page, Schedule::id);
    }

    /** Monitors that the caller may see. */
    public Page<Schedule> list(Caller caller, Listing listing, MonitorFilter filter, PageRequest page) {
        Owners.Scope scope = owners.scope(caller, null, null);
        List<Schedule> found = QuarkusTransaction.requiringNew()
                .call(() -> schedules.page(scope, listing, filter, page).stream()
                        .map(ScheduleEntity::toSchedule)
                        .toList());
        return Page.of(
                found,
                page,
                schedule -> listing.token(new Listing.Place(
                        schedule.id(), schedule.name(), schedule.status(), schedule.lastModifiedTime())));
    }

    /** Lets it run at its times again. */
    public Schedule start(Caller caller, String name) {
        Schedule schedule = owned(caller, name);
        Instant now = now();
        QuarkusTransaction.requiringNew()
                .run(() -> schedules.lock(schedule.id()).ifPresent(row -> {
                    move(row, ScheduleEntity.SCHEDULED);
                    row.nextRun = row.expression == null
                            ? null
                            : Cron.of(row.expression, now).after(now).orElse(null);
                    row.lastModifiedTime = now;
                }));
        return get(caller, name);
    }

    /** Keeps it from running at its times; a run under way goes on, and on demand it still runs. */
    public Schedule stop(Caller caller, String name) {
        Schedule schedule = owned(caller, name);
        QuarkusTransaction.requiringNew()
                .run(() -> schedules.lock(schedule.id()).ifPresent(row -> {
                    move(row, ScheduleEntity.STOPPED);
                    row.nextRun = null;
                    row.lastModifiedTime = now();
                }));
        return get(caller, name);
    }

    private void move(ScheduleEntity row, String status) {
        if (!row.status.equals(status)) {
            row.status = status;
            events.add(row.id, MonitorEvent.Type.SCHEDULE, MonitorEvent.Payload.ofSchedule(status));
        }
    }

    /**
     * Runs it now.
     *
     * @throws AtelierException RESOURCE_LIMIT_EXCEEDED with too many runs waiting
     */
    public Execution run(Caller caller, String name, NewRun asked) {
        Schedule schedule = owned(caller, name);
        String datasetId = asked.datasetId() == null || asked.datasetId().isBlank() ? null : asked.datasetId();
        if (datasetId != null && (asked.captureFrom() != null || asked.captureTo() != null)) {
            throw AtelierException.invalid("datasetId", "give a data set or times, not both");
        }
        if (datasetId == null && schedule.type() == MonitoringType.MODEL_QUALITY) {
            throw AtelierException.invalid("datasetId", "is required: quality needs a table with the outcomes");
        }
        Path table = datasetId == null
                ? null
                : datasets.file(datasets.get(caller, datasetId).id());
        Instant now = now();
        Execution execution = QuarkusTransaction.requiringNew().call(() -> {
            ScheduleEntity row = schedules.lock(schedule.id()).orElseThrow(() -> AtelierException.notFound(KIND, name));
            if (schedules.open(row) >= MOST_OPEN) {
                throw new AtelierException(
                        ErrorCode.RESOURCE_LIMIT_EXCEEDED,
                        "%d runs of '%s' have not ended. Wait for them.".formatted(MOST_OPEN, name));
            }
            ExecutionEntity run = new ExecutionEntity(Ids.next("me", clock), row, now, now);
            run.datasetId = datasetId;
            if (table == null) {
                run.captureFrom = asked.captureFrom() == null ? row.lookedUntil : asked.captureFrom();
                run.captureTo = asked.captureTo() == null ? now : asked.captureTo();
                if (!run.captureFrom.isBefore(run.captureTo)) {
                    throw AtelierException.invalid("captureTo", "must be later than captureFrom");
                }
            } else {
                Trees.link(table, files.run(row.id, run.id).resolve("input.csv"));
            }
            schedules.persist(run);
            events.ran(run);
            return run.toExecution();
        });
        reconciler.wake();
        return execution;
    }

    /** The runs of a monitor, the newest first. */
    public Page<Execution> executions(Caller caller, String name, PageRequest page) {
        Schedule schedule = get(caller, name);
        List<Execution> found = QuarkusTransaction.requiringNew()
                .call(() -> schedules.executions(schedule.id(), page).stream()
                        .map(ExecutionEntity::toExecution)
                        .toList());
        return Page.of(found, page, Execution::id);
    }

    /** Runs of monitors that the caller may see. */
    public Page<Execution> executions(Caller caller, Listing listing, MonitorFilter filter, PageRequest page) {
        Owners.Scope scope = owners.scope(caller, null, null);
        List<Execution> found = QuarkusTransaction.requiringNew()
                .call(() -> schedules.executions(scope, listing, filter, page).stream()
                        .map(ExecutionEntity::toExecution)
                        .toList());
        return Page.of(
                found,
                page,
                run -> listing.token(new Listing.Place(
                        run.id(), run.scheduleName(), run.state().label(), run.lastModifiedTime())));
    }

    /** A run of a monitor. */
    public Execution execution(Caller caller, String name, String executionId) {
        Schedule schedule = get(caller, name);
        return QuarkusTransaction.requiringNew()
                .call(() -> schedules
                        .execution(executionId)
                        .filter(run -> run.schedule.id.equals(schedule.id()))
                        .map(ExecutionEntity::toExecution))
                .orElseThrow(() -> AtelierException.notFound("monitoring execution", executionId));
    }

    /**
     * A file that a run left, for example "constraint_violations.json".
     *
     * @throws AtelierException RESOURCE_NOT_FOUND also while the run has not ended
     */
    public Path report(Caller caller, String name, String executionId, String file) {
        Execution execution = execution(caller, name, executionId);
        Optional<Path> report = execution.state() instanceof ExecutionState.Ended
                ? files.report(get(caller, name).id(), executionId, file)
                : Optional.empty();
        return report.orElseThrow(() -> AtelierException.notFound("report", file));
    }

    /** Removes a monitor with its runs; a worker is ended. Removing what is not there, or is another's, does nothing. */
    public void delete(Caller caller, String name) {
        Optional<Schedule> found = QuarkusTransaction.requiringNew()
                .call(() -> schedules.named(name).map(ScheduleEntity::toSchedule))
                .filter(schedule -> caller.sees(
                        schedule.owner().domainId(), schedule.owner().userProfileName()));
        if (found.isEmpty()) {
            return;
        }
        Schedule schedule = owned(caller, name);
        while (!QuarkusTransaction.requiringNew().call(() -> remove(schedule.id()))) {
            // a run began meanwhile
        }
        files.delete(schedule.id());
    }

    /** Runs are taken before their schedule, as the reconciler does; false when another run was begun in between. */
    private boolean remove(String scheduleId) {
        reconciler.end(scheduleId);
        return schedules
                .lock(scheduleId)
                .map(row -> {
                    boolean idle = schedules.open(row) == 0;
                    if (idle) {
                        schedules.remove(scheduleId);
                    }
                    return idle;
                })
                .orElse(true);
    }

    private Schedule owned(Caller caller, String name) {
        Schedule schedule = get(caller, name);
        Owner owner = schedule.owner();
        caller.requireProfile(owner.domainId(), owner.userProfileName());
        return schedule;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
