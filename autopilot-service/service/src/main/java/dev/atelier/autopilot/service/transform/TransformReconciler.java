package dev.atelier.autopilot.service.transform;

import dev.atelier.autopilot.service.engine.Directories;
import dev.atelier.autopilot.service.engine.Exit;
import dev.atelier.autopilot.service.engine.Leftovers;
import dev.atelier.autopilot.service.engine.Observation;
import dev.atelier.autopilot.service.engine.TrialEngine;
import dev.atelier.autopilot.service.engine.Work;
import dev.atelier.autopilot.service.support.SingleFlight;
import dev.atelier.autopilot.service.usage.UsageMeter;
import dev.atelier.billing.v1.Component;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;

/** Drives every transform that has not ended towards its end. It looks at rows, files and processes, never at what it remembers. */
@ApplicationScoped
public class TransformReconciler {
    private static final Logger LOG = Logger.getLogger(TransformReconciler.class);

    private final TransformRepository transforms;
    private final Directories directories;
    private final TrialEngine engine;
    private final UsageMeter usage;
    private final Clock clock;
    private final SingleFlight flight = new SingleFlight("transform-reconciler", this::pass);

    TransformReconciler(
            TransformRepository transforms,
            Directories directories,
            TrialEngine engine,
            UsageMeter usage,
            Clock clock) {
        this.transforms = transforms;
        this.directories = directories;
        this.engine = engine;
        this.usage = usage;
        this.clock = clock;
    }

    void onStart(@Observes StartupEvent event) {
        Leftovers.remove(
                directories.root().resolve("transforms"),
                now(),
                () -> QuarkusTransaction.requiringNew().call(transforms::ids));
        engine.onExit(this::wake);
        wake();
    }

    void onStop(@Observes ShutdownEvent event) {
        flight.close();
    }

    @Scheduled(every = "${atelier.autopilot.reconcile-interval:1s}", identity = "transform-reconciler")
    void tick() {
        wake();
    }

    /** Asks for a look and returns at once. */
    void wake() {
        flight.wake();
    }

    private void pass() {
        for (String id : QuarkusTransaction.requiringNew().call(transforms::open)) {
            try {
                QuarkusTransaction.requiringNew().run(() -> transforms.claim(id).ifPresent(this::advance));
            } catch (RuntimeException e) {
                LOG.errorf(e, "transform not advanced, tried again later; transformId=%s", id);
            }
        }
    }

    private void advance(TransformEntity row) {
        switch (row.state()) {
            case TransformState.InProgress state -> {
                if (row.startTime == null) {
                    start(row);
                } else {
                    look(row, state);
                }
            }
            case TransformState.Stopping state -> {
                engine.stop(work(row));
                end(row, state.stopped(), now());
            }
            case TransformState.Ended _ -> {
                // ended between our looks
            }
        }
    }

    private void start(TransformEntity row) {
        if (transforms.working() >= engine.slots()) {
            return;
        }
        Instant at = engine.ensure(work(row)).truncatedTo(ChronoUnit.MICROS);
        row.startTime = at;
        usage.started(metered(row), at);
    }

    private void look(TransformEntity row, TransformState.InProgress state) {
        switch (engine.observe(work(row))) {
            case Observation.Absent _ -> engine.ensure(work(row));
            case Observation.Running _ -> {
                // goes on
            }
            case Observation.Exited exited -> {
                boolean done = exited.exit().equals(new Exit.Code(0))
                        && Files.isRegularFile(directories.transform(row.id).resolve("output.csv"));
                String words = done ? "" : engine.lastWords(work(row));
                String reason = words.isEmpty() ? "The worker " + exited.exit().describe() + "." : words;
                end(row, done ? state.complete() : state.fail(reason), exited.at());
            }
        }
    }

    private void end(TransformEntity row, TransformState.Ended state, Instant at) {
        row.end(state, at);
        Instant start = row.startTime;
        if (start != null) {
            usage.ended(metered(row), start, at);
        }
        LOG.infof("transform ended; transform=%s status=%s", row.name, state.label());
    }

    private static Work.Transform work(TransformEntity row) {
        return new Work.Transform(row.id);
    }

    private static UsageMeter.Metered metered(TransformEntity row) {
        return new UsageMeter.Metered(
                work(row).resourceId(),
                Component.COMPONENT_PROCESSING,
                row.instanceType,
                row.owner.toOwner(),
                // an AutoML job may have the same name
                "transform-job/" + row.name,
                "");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
