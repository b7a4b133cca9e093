package dev.atelier.autopilot.service.endpoint;

import dev.atelier.autopilot.service.endpoint.VariantWorkers.Condition;
import dev.atelier.autopilot.service.engine.Directories;
import dev.atelier.autopilot.service.engine.Leftovers;
import dev.atelier.autopilot.service.engine.Trees;
import dev.atelier.autopilot.service.engine.TrialEngine;
import dev.atelier.autopilot.service.support.AutopilotConfig;
import dev.atelier.autopilot.service.support.SingleFlight;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Moves every endpoint to what is wanted of it: workers up, updates tried and taken over or rolled back, nothing left of what is
 * deleted. It looks at rows, processes and files only, so a restarted service goes on with the workers that run.
 */
@ApplicationScoped
public class EndpointReconciler {
    private static final Logger LOG = Logger.getLogger(EndpointReconciler.class);

    private final EndpointRepository endpoints;
    private final VariantWorkers workers;
    private final LoadScaling scaling;
    private final EndpointRoutes routes;
    private final TrialEngine engine;
    private final Directories directories;
    private final Clock clock;
    private final AutopilotConfig.Endpoint config;
    private final SingleFlight flight = new SingleFlight("endpoint-reconciler", this::pass);

    EndpointReconciler(
            EndpointRepository endpoints,
            VariantWorkers workers,
            LoadScaling scaling,
            EndpointRoutes routes,
            TrialEngine engine,
            Directories directories,
            Clock clock,
            AutopilotConfig config) {
        this.endpoints = endpoints;
        this.workers = workers;
        this.scaling = scaling;
        this.routes = routes;
        this.engine = engine;
        this.directories = directories;
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
                Optional<String> name = QuarkusTransaction.requiringNew()
                        .call(() -> endpoints.claim(id).map(this::advance));
                name.ifPresent(routes::refresh);
            } catch (RuntimeException e) {
                LOG.errorf(e, "endpoint not advanced, tried again later; endpointId=%s", id);
            }
        }
    }

    private String advance(EndpointEntity endpoint) {
        switch (endpoint.lifecycle()) {
            case EndpointLifecycle.Creating creating -> create(endpoint, creating);
            case EndpointLifecycle.InService inService -> serve(endpoint, inService);
            case EndpointLifecycle.Updating updating -> update(endpoint, updating);
            case EndpointLifecycle.RollingBack rollingBack -> rollBack(endpoint, rollingBack);
            case EndpointLifecycle.Deleting deleting -> delete(endpoint, deleting);
            case EndpointLifecycle.Failed _, EndpointLifecycle.Deleted _ -> {
                // nothing runs and nothing is to be done
            }
        }
        return endpoint.name;
    }

    private void create(EndpointEntity endpoint, EndpointLifecycle.Creating state) {
        switch (workers.keep(endpoint, endpoint.version, 0)) {
            case Condition.Serving _ -> {
                endpoint.activeVersion = endpoint.version;
                endpoint.inServiceTime = now();
                move(endpoint, state.inService());
            }
            case Condition.Starting _ -> {
                // a look later
            }
            case Condition.Broken broken -> {
                workers.stop(endpoint);
                move(endpoint, state.fail(broken.reason()));
            }
        }
    }

    private void serve(EndpointEntity endpoint, EndpointLifecycle.InService state) {
        int active = endpoint.shownVersion();
        scaling.look(endpoint);
        if (workers.keep(endpoint, active, config.maxRestarts()) instanceof Condition.Broken broken) {
            workers.stop(endpoint);
            move(endpoint, state.fail(broken.reason()));
            return;
        }
        drainOthers(endpoint);
    }

    /**
     * Ends what serves no version that is wanted, which may be more than one: what an update has replaced may still answer its last requests when the next update
     * begins. True when none of it is left.
     */
    private boolean drainOthers(EndpointEntity endpoint) {
        boolean updating = endpoint.lifecycle() instanceof EndpointLifecycle.Updating;
        boolean gone = true;
        for (int version = endpoint.version; version > 0; version--) {
            if (version == endpoint.shownVersion() || (updating && version == endpoint.version)) {
                continue;
            }
            if (workers.drain(endpoint, version)) {
                Trees.delete(directories.version(endpoint.id, version));
            } else {
                gone = false;
            }
        }
        return gone;
    }

    private void update(EndpointEntity endpoint, EndpointLifecycle.Updating state) {
        drainOthers(endpoint);
        if (workers.keep(endpoint, endpoint.shownVersion(), Integer.MAX_VALUE) instanceof Condition.Broken broken) {
            LOG.warnf("endpoint's old version is broken; endpoint=%s reason=%s", endpoint.name, broken.reason());
        }
        switch (workers.keep(endpoint, endpoint.version, 0)) {
            case Condition.Starting _ -> {
                // a look later
            }
            case Condition.Broken broken -> move(endpoint, state.rollBack("The update failed: " + broken.reason()));
            case Condition.Serving _ -> proceed(endpoint, state);
        }
    }

    /** The new version is up: it is tried on its share first, when that is wanted. */
    private void proceed(EndpointEntity endpoint, EndpointLifecycle.Updating state) {
        Optional<Canary> canary = endpoint.canary();
        if (canary.isPresent()) {
            Instant since = endpoint.canarySince;
            if (since == null) {
                endpoint.canarySince = now();
                LOG.infof("canary begins; endpoint=%s version=%d", endpoint.name, endpoint.version);
                return;
            }
            double errors = 100.0 * endpoint.canaryErrors / Math.max(1, endpoint.canaryRequests);
            if (errors > canary.get().maxErrorPercent()) {
                move(
                        endpoint,
                        state.rollBack("The update was rolled back: %d of %d requests to the new version failed."
                                .formatted(endpoint.canaryErrors, endpoint.canaryRequests)));
                return;
            }
            if (now().isBefore(since.plus(canary.get().duration()).plus(Traffic.LAG))) {
                return;
            }
        }
        endpoint.activeVersion = endpoint.version;
        endpoint.canarySince = null;
        move(endpoint, state.inService());
    }

    private void rollBack(EndpointEntity endpoint, EndpointLifecycle.RollingBack state) {
        workers.keep(endpoint, endpoint.shownVersion(), Integer.MAX_VALUE);
        if (drainOthers(endpoint)) {
            endpoint.canarySince = null;
            move(endpoint, state.inService());
        }
    }

    private void delete(EndpointEntity endpoint, EndpointLifecycle.Deleting state) {
        workers.stop(endpoint);
        Trees.delete(directories.endpoint(endpoint.id));
        move(endpoint, state.deleted());
    }

    private void move(EndpointEntity endpoint, EndpointLifecycle to) {
        endpoint.write(to);
        if (endpoint.endTime == null
                && (to instanceof EndpointLifecycle.Failed || to instanceof EndpointLifecycle.Deleted)) {
            endpoint.endTime = now();
        }
        LOG.infof("endpoint moved; endpoint=%s status=%s", endpoint.name, to.status());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
