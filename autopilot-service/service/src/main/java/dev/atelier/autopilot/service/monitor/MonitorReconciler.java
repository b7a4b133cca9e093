package dev.atelier.autopilot.service.monitor;

import dev.atelier.autopilot.service.endpoint.Captures;
import dev.atelier.autopilot.service.engine.Exit;
import dev.atelier.autopilot.service.engine.Leftovers;
import dev.atelier.autopilot.service.engine.Observation;
import dev.atelier.autopilot.service.engine.TrialEngine;
import dev.atelier.autopilot.service.engine.Work;
import dev.atelier.autopilot.service.support.Ids;
import dev.atelier.autopilot.service.support.SingleFlight;
import dev.atelier.autopilot.service.usage.UsageMeter;
import dev.atelier.billing.v1.Component;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Begins runs whose time has come and drives each to its end. It looks at rows, files and processes, never at what it remembers. */
@ApplicationScoped
public class MonitorReconciler {
    private static final Logger LOG = Logger.getLogger(MonitorReconciler.class);
    /** How the worker ends when the input cannot be used (worker/README.md). */
    private static final Exit REFUSED = new Exit.Code(3);

    /** The rest is in the report. */
    private static final int MOST_VIOLATION_EVENTS = 100;

    private final Schedules schedules;
    private final MonitorEvents events;
    private final MonitorFiles files;
    private final Captures captures;
    private final TrialEngine engine;
    private final UsageMeter usage;
    private final Clock clock;
    private final SingleFlight flight = new SingleFlight("monitor-reconciler", this::pass);

    MonitorReconciler(
            Schedules schedules,
            MonitorEvents events,
            MonitorFiles files,
            Captures captures,
            TrialEngine engine,
            UsageMeter usage,
            Clock clock) {
        this.schedules = schedules;
        this.events = events;
        this.files = files;
        this.captures = captures;
        this.engine = engine;
        this.usage = usage;
        this.clock = clock;
    }

    void onStart(@Observes StartupEvent event) {
        Leftovers.remove(
                files.root(), now(), () -> QuarkusTransaction.requiringNew().call(schedules::ids));
        engine.onExit(this::wake);
        wake();
    }

    void onStop(@Observes ShutdownEvent event) {
        flight.close();
    }

    @Scheduled(every = "${atelier.autopilot.reconcile-interval:1s}", identity = "monitor-reconciler")
    void tick() {
        wake();
    }

    /** Asks for a look and returns at once. */
    void wake() {
        flight.wake();
    }

    /** Ends the runs of a schedule that is to be removed, in the current transaction; waits for one that is being advanced. */
    void end(String scheduleId) {
        for (ExecutionEntity run : schedules.lockOpen(scheduleId)) {
            if (run.state() instanceof ExecutionState.Open open) {
                engine.stop(work(run));
                finish(run, open.fail("The monitor was deleted."), now());
            }
        }
    }

    private void pass() {
        Instant now = now();
        for (String id : QuarkusTransaction.requiringNew().call(() -> schedules.due(now))) {
            alone(id, () -> schedules.claimDue(id, now).ifPresent(this::begin));
        }
        for (String id : QuarkusTransaction.requiringNew().call(schedules::open)) {
            alone(id, () -> schedules.claim(id).ifPresent(this::advance));
        }
    }

    /** In a transaction of its own: what is wrong with one keeps no other from going on. */
    private static void alone(String id, Runnable step) {
        try {
            QuarkusTransaction.requiringNew().run(step);
        } catch (RuntimeException e) {
            LOG.errorf(e, "monitor not advanced, tried again later; id=%s", id);
        }
    }

    /** Missed times, because the service was down, become one run. */
    private void begin(ScheduleEntity schedule) {
        Instant now = now();
        Instant scheduled = schedule.nextRun == null ? now : schedule.nextRun;
        schedule.nextRun = schedule.expression == null
                ? null
                : Cron.of(schedule.expression).after(now).orElse(null);
        if (schedules.open(schedule) > 0) {
            return;
        }
        ExecutionEntity run = new ExecutionEntity(Ids.next("me", clock), schedule, scheduled, now);
        run.captureFrom = schedule.lookedUntil;
        run.captureTo = now;
        schedule.lookedUntil = now;
        schedules.persist(run);
        events.ran(run);
    }

    private void advance(ExecutionEntity run) {
        switch (run.state()) {
            case ExecutionState.Pending pending -> start(run, pending);
            case ExecutionState.InProgress state -> look(run, state);
            case ExecutionState.Ended _ -> {
                // ended between our looks
            }
        }
    }

    private void start(ExecutionEntity run, ExecutionState.Pending pending) {
        if (schedules.working() >= engine.slots()) {
            return;
        }
        ScheduleEntity schedule = run.schedule;
        List<String> captured = List.of();
        String input = null;
        if (run.datasetId != null) {
            input = files.run(schedule.id, run.id).resolve("input.csv").toString();
        } else if (run.captureFrom != null && run.captureTo != null) {
            captured =
                    captures.between(schedule.endpointId, schedule.variantName, run.captureFrom, run.captureTo).stream()
                            .map(Path::toString)
                            .toList();
            if (captured.isEmpty()) {
                finish(run, pending.fail(captures.whyNone(schedule.endpointId, schedule.variantName)), now());
                return;
            }
        }
        files.write(
                schedule.id,
                run.id,
                new MonitorFiles.Request(
                        schedule.type,
                        files.model(schedule.id).toString(),
                        files.baseline(schedule.id).toString(),
                        input,
                        captured,
                        schedule.threshold,
                        files.metrics(schedule.id)));
        Instant at = engine.ensure(work(run)).truncatedTo(ChronoUnit.MICROS);
        run.startTime = at;
        usage.started(metered(run), at);
        run.write(pending.begin());
        events.ran(run);
    }

    private void look(ExecutionEntity run, ExecutionState.InProgress state) {
        switch (engine.observe(work(run))) {
            case Observation.Absent _ -> engine.ensure(work(run));
            case Observation.Running running -> {
                Duration most = run.schedule.maxRuntime();
                if (running.since().plus(most).isBefore(now())) {
                    engine.stop(work(run));
                    finish(run, state.fail(tooLong(most)), now());
                }
            }
            case Observation.Exited exited -> {
                Optional<List<MonitorFiles.Violation>> violations = files.violations(run.schedule.id, run.id);
                boolean done = exited.exit().equals(new Exit.Code(0)) && violations.isPresent();
                finish(
                        run,
                        done ? state.complete(violations.get().size()) : state.fail(reason(run, exited.exit())),
                        exited.at());
            }
        }
    }

    private static String tooLong(Duration most) {
        return "It took longer than %s, the maxRuntime of the monitor. Give it more time, or fewer rows to look at."
                .formatted(most);
    }

    /** What the worker refuses it explains itself; of any other end its last words are no explanation. */
    private String reason(ExecutionEntity run, Exit exit) {
        String words = engine.lastWords(work(run));
        return exit.equals(REFUSED) && !words.isEmpty()
                ? words
                : "The worker %s. %s".formatted(exit.describe(), words).strip();
    }

    private void finish(ExecutionEntity run, ExecutionState.Ended end, Instant at) {
        Instant start = run.startTime;
        String alert = run.schedule.alertStatus;
        run.write(end);
        run.endTime = at.truncatedTo(ChronoUnit.MICROS);
        if (start != null) {
            usage.ended(metered(run), start, run.endTime);
        }
        switch (end) {
            case ExecutionState.Completed _ -> run.schedule.alertStatus = "OK";
            case ExecutionState.CompletedWithViolations found -> {
                run.schedule.alertStatus = "InAlert";
                LOG.warnf(
                        "monitor found violations; schedule=%s endpoint=%s executionId=%s violations=%d",
                        run.schedule.name, run.schedule.endpointName, run.id, found.violations());
            }
            case ExecutionState.Failed failed ->
                LOG.warnf(
                        "monitor could not look; schedule=%s executionId=%s reason=%s",
                        run.schedule.name, run.id, failed.reason());
        }
        tell(run, alert);
    }

    private void tell(ExecutionEntity run, String alertBefore) {
        if (run.state() instanceof ExecutionState.CompletedWithViolations) {
            files.violations(run.schedule.id, run.id).orElse(List.of()).stream()
                    .limit(MOST_VIOLATION_EVENTS)
                    .forEach(found -> events.add(
                            run.schedule.id,
                            MonitorEvent.Type.VIOLATION,
                            MonitorEvent.Payload.ofViolation(run.id, found)));
        }
        events.ran(run);
        String alert = run.schedule.alertStatus;
        if (!alert.equals(alertBefore)) {
            events.add(run.schedule.id, MonitorEvent.Type.ALERT, MonitorEvent.Payload.ofAlert(alert, run.id));
        }
    }

    private static Work.Monitor work(ExecutionEntity run) {
        return new Work.Monitor(run.schedule.id, run.id);
    }

    private static UsageMeter.Metered metered(ExecutionEntity run) {
        return new UsageMeter.Metered(
                work(run).resourceId(),
                Component.COMPONENT_PROCESSING,
                run.schedule.instanceType,
                run.schedule.owner.toOwner(),
                "",
                run.schedule.endpointName);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
