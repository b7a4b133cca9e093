package dev.atelier.autopilot.service.endpoint;

import dev.atelier.autopilot.service.engine.Directories;
import dev.atelier.autopilot.service.engine.Leftovers;
import dev.atelier.autopilot.service.engine.Observation;
import dev.atelier.autopilot.service.engine.Trees;
import dev.atelier.autopilot.service.engine.TrialEngine;
import dev.atelier.autopilot.service.engine.Work;
import dev.atelier.autopilot.service.support.AutopilotConfig;
import dev.atelier.autopilot.service.support.SingleFlight;
import dev.atelier.autopilot.service.usage.UsageMeter;
import dev.atelier.billing.v1.Component;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Keeps a worker running for every endpoint, and none for those that are deleted. It looks at rows, processes and files only, so
 * a restarted service goes on with the workers that run.
 */
@ApplicationScoped
public class EndpointReconciler {
    private static final Logger LOG = Logger.getLogger(EndpointReconciler.class);
    /** A worker that ran this long has recovered: its next death counts as the first. */
    private static final Duration STABLE = Duration.ofMinutes(5);

    private final EndpointRepository endpoints;
    private final TrialEngine engine;
    private final Directories directories;
    private final UsageMeter usage;
    private final Clock clock;
    private final AutopilotConfig.Endpoint config;
    private final SingleFlight flight = new SingleFlight("endpoint-reconciler", this::pass);

    EndpointReconciler(
            EndpointRepository endpoints,
            TrialEngine engine,
            Directories directories,
            UsageMeter usage,
            Clock clock,
            AutopilotConfig config) {
        this.endpoints = endpoints;
        this.engine = engine;
        this.directories = directories;
        this.usage = usage;
        this.clock = clock;
        this.config = config.endpoint();
    }

    void onStart(@Observes StartupEvent event) {
        Leftovers.remove(
                directories.root().resolve("endpoints"),
                now(),
                () -> QuarkusTransaction.requiringNew().call(endpoints::ids));
        engine.onExit(this::wake);
        wake();
    }

    void onStop(@Observes ShutdownEvent event) {
        flight.close();
    }

    @Scheduled(every = "${atelier.autopilot.reconcile-interval:1s}", identity = "endpoint-reconciler")
    void tick() {
        wake();
    }

    /** Asks for a look at all endpoints and returns at once. */
    public void wake() {
        flight.wake();
    }

    private void pass() {
        List<String> open = QuarkusTransaction.requiringNew().call(endpoints::open);
        for (String id : open) {
            try {
                QuarkusTransaction.requiringNew().run(() -> endpoints.claim(id).ifPresent(this::advance));
            } catch (RuntimeException e) {
                LOG.errorf(e, "endpoint not advanced, tried again later; endpointId=%s", id);
            }
        }
    }

    private void advance(EndpointEntity endpoint) {
        Work.Serve work = new Work.Serve(endpoint.id, endpoint.generation);
        switch (endpoint.lifecycle()) {
            case EndpointLifecycle.Creating creating -> create(endpoint, creating, work);
            case EndpointLifecycle.InService inService -> keep(endpoint, inService, work);
            case EndpointLifecycle.Deleting deleting -> delete(endpoint, deleting, work);
            case EndpointLifecycle.Failed _, EndpointLifecycle.Deleted _ -> {
                // nothing runs and nothing is to be done
            }
        }
    }

    private void create(EndpointEntity endpoint, EndpointLifecycle.Creating state, Work.Serve work) {
        switch (engine.observe(work)) {
            case Observation.Absent _ -> engine.ensure(work);
            case Observation.Running running -> {
                if (engine.serving(work).isPresent()) {
                    bill(endpoint, work);
                    endpoint.inServiceTime = endpoint.billedFrom;
                    move(endpoint, state.inService());
                } else if (late(running)) {
                    engine.stop(work);
                    move(
                            endpoint,
                            state.fail("Its worker did not answer within %s. %s"
                                    .formatted(config.startTimeout(), engine.lastWords(work))));
                }
            }
            case Observation.Exited exited ->
                move(
                        endpoint,
                        state.fail("Its worker %s. %s".formatted(exited.exit().describe(), engine.lastWords(work))));
        }
    }

    private void keep(EndpointEntity endpoint, EndpointLifecycle.InService state, Work.Serve work) {
        Instant now = now();
        switch (engine.observe(work)) {
            case Observation.Absent _ -> {
                if (endpoint.nextAttempt == null || !now.isBefore(endpoint.nextAttempt)) {
                    engine.ensure(work);
                }
            }
            case Observation.Running running -> {
                if (engine.serving(work).isEmpty() && late(running)) {
                    engine.stop(work);
                    return;
                }
                bill(endpoint, work);
                if (endpoint.restarts > 0
                        && Duration.between(running.since(), now).compareTo(STABLE) > 0) {
                    endpoint.restarts = 0;
                }
            }
            case Observation.Exited exited -> {
                bill(endpoint, work);
                unbill(endpoint, exited.at());
                String reason = "Its worker %s.".formatted(exited.exit().describe());
                if (endpoint.restarts >= config.maxRestarts()) {
                    move(
                            endpoint,
                            state.fail(
                                    "%s It was started again %d times before.".formatted(reason, endpoint.restarts)));
                    return;
                }
                long factor = 1L << Math.min(endpoint.restarts, 10);
                endpoint.nextAttempt = now.plus(config.restartBackoff().multipliedBy(factor));
                endpoint.restarts++;
                endpoint.generation++;
                LOG.warnf(
                        "endpoint's worker died, started again; endpoint=%s restarts=%d reason=%s",
                        endpoint.name, endpoint.restarts, reason);
            }
        }
    }

    private void delete(EndpointEntity endpoint, EndpointLifecycle.Deleting state, Work.Serve work) {
        switch (engine.observe(work)) {
            case Observation.Absent _ -> unbill(endpoint, now());
            case Observation.Running _ -> {
                bill(endpoint, work);
                engine.stop(work);
                unbill(endpoint, now());
            }
            case Observation.Exited exited -> unbill(endpoint, exited.at());
        }
        Trees.delete(directories.endpoint(endpoint.id));
        move(endpoint, state.deleted());
    }

    /** Opens the interval of a worker at the moment when it first answered, seen now or a look later. */
    private void bill(EndpointEntity endpoint, Work.Serve work) {
        if (endpoint.billedFrom == null) {
            engine.serving(work).ifPresent(serving -> {
                Instant from = serving.since().truncatedTo(ChronoUnit.MICROS);
                endpoint.billedFrom = from;
                usage.started(metered(endpoint), from);
            });
        }
    }

    private void unbill(EndpointEntity endpoint, Instant to) {
        if (endpoint.billedFrom != null) {
            usage.ended(metered(endpoint), endpoint.billedFrom, to);
            endpoint.billedFrom = null;
        }
    }

    private void move(EndpointEntity endpoint, EndpointLifecycle to) {
        endpoint.write(to);
        if (endpoint.endTime == null
                && (to instanceof EndpointLifecycle.Failed || to instanceof EndpointLifecycle.Deleted)) {
            endpoint.endTime = now();
        }
        LOG.infof("endpoint moved; endpoint=%s status=%s", endpoint.name, to.status());
    }

    private boolean late(Observation.Running running) {
        return Duration.between(running.since(), now()).compareTo(config.startTimeout()) > 0;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static UsageMeter.Metered metered(EndpointEntity endpoint) {
        return new UsageMeter.Metered(
                "endpoint/%s/hosting".formatted(endpoint.id),
                Component.COMPONENT_HOSTING,
                endpoint.instanceType,
                endpoint.owner.toOwner(),
                "",
                endpoint.name);
    }
}
