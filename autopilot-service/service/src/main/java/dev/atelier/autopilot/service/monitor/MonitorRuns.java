package dev.atelier.autopilot.service.monitor;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import dev.atelier.api.error.FieldViolation;
import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.dataset.DatasetService;
import dev.atelier.autopilot.service.dataset.TableSource;
import dev.atelier.autopilot.service.dataset.TableSources;
import dev.atelier.autopilot.service.engine.Trees;
import dev.atelier.autopilot.service.support.Ids;
import dev.atelier.autopilot.service.usage.Listing;
import dev.atelier.autopilot.service.usage.Owners;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs of monitors: those on demand are made here, all can be looked at. */
@ApplicationScoped
public class MonitorRuns {
    private static final int MOST_OPEN = 10;
    /** A table may have to be read from Studio or a store. */
    private static final int TRANSACTION_SECONDS = 600;

    private final Schedules schedules;
    private final MonitorService monitors;
    private final MonitorFiles files;
    private final MonitorEvents events;
    private final MonitorReconciler reconciler;
    private final TableSources tables;
    private final Owners owners;
    private final Clock clock;

    MonitorRuns(
            Schedules schedules,
            MonitorService monitors,
            MonitorFiles files,
            MonitorEvents events,
            MonitorReconciler reconciler,
            TableSources tables,
            Owners owners,
            Clock clock) {
        this.schedules = schedules;
        this.monitors = monitors;
        this.files = files;
        this.events = events;
        this.reconciler = reconciler;
        this.tables = tables;
        this.owners = owners;
        this.clock = clock;
    }

    /**
     * What a run on demand looks at.
     *
     * @param table nowhere for what was captured
     * @param captureFrom null for the end of the last run that looked at captured requests
     */
    public record NewRun(
            TableSource table,
            @Nullable Instant captureFrom,
            @Nullable Instant captureTo) {}

    /**
     * Runs it now; a table that is not stored yet becomes a data set of the monitor's owner.
     *
     * @throws AtelierException what is wrong with the request or the table, RESOURCE_LIMIT_EXCEEDED with too many runs waiting
     */
    public Execution run(Caller caller, String name, NewRun asked) {
        Schedule schedule = monitors.owned(caller, name);
        check(schedule, asked);
        String id = Ids.next("me", clock);
        tables.inTurn(
                Stream.of(asked.table()),
                () -> QuarkusTransaction.requiringNew()
                        .timeout(TRANSACTION_SECONDS)
                        .call(() -> {
                            store(caller, schedule, id, asked);
                            return id;
                        }));
        reconciler.wake();
        return execution(caller, name, id);
    }

    private void store(Caller caller, Schedule schedule, String id, NewRun asked) {
        if (asked.table().given()) {
            tables.with(
                    caller, schedule.owner(), asked.table(), "", table -> begin(schedule, id, run -> look(run, table)));
        } else {
            begin(schedule, id, run -> look(run, asked));
        }
    }

    private static void check(Schedule schedule, NewRun asked) {
        boolean times = asked.captureFrom() != null || asked.captureTo() != null;
        if (asked.table().given()) {
            List<FieldViolation> violations = new ArrayList<>();
            asked.table().check("", violations);
            if (times) {
                violations.add(new FieldViolation("captureFrom", "give a table or times, not both"));
            }
            if (!violations.isEmpty()) {
                throw AtelierException.invalid(violations);
            }
        } else if (schedule.type() == MonitoringType.MODEL_QUALITY) {
            throw AtelierException.invalid("datasetId", "is required: quality needs a table with the outcomes");
        }
    }

    /** Stores a run, in the current transaction, once it is said what it looks at. */
    private void begin(Schedule schedule, String id, Consumer<ExecutionEntity> what) {
        ScheduleEntity row = schedules
                .lock(schedule.id())
                .orElseThrow(() -> AtelierException.notFound(MonitorService.KIND, schedule.name()));
        if (schedules.open(row) >= MOST_OPEN) {
            throw new AtelierException(
                    ErrorCode.RESOURCE_LIMIT_EXCEEDED,
                    "%d runs of '%s' have not ended. Wait for them.".formatted(MOST_OPEN, schedule.name()));
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        ExecutionEntity run = new ExecutionEntity(id, row, now, now);
        what.accept(run);
        schedules.persist(run);
        events.ran(run);
    }

    private void look(ExecutionEntity run, DatasetService.Arrived table) {
        run.datasetId = table.dataset().id();
        Trees.link(table.file(), files.run(run.schedule.id, run.id).resolve("input.csv"));
    }

    private static void look(ExecutionEntity run, NewRun asked) {
        Instant from = Objects.requireNonNullElse(asked.captureFrom(), run.schedule.lookedUntil);
        Instant to = Objects.requireNonNullElse(asked.captureTo(), run.creationTime);
        if (!from.isBefore(to)) {
            throw AtelierException.invalid("captureTo", "must be later than captureFrom");
        }
        run.captureFrom = from;
        run.captureTo = to;
    }

    /** The runs of a monitor, the newest first. */
    public Page<Execution> executions(Caller caller, String name, PageRequest page) {
        Schedule schedule = monitors.get(caller, name);
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
        Schedule schedule = monitors.get(caller, name);
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
                ? files.report(monitors.get(caller, name).id(), executionId, file)
                : Optional.empty();
        return report.orElseThrow(() -> AtelierException.notFound("report", file));
    }
}
