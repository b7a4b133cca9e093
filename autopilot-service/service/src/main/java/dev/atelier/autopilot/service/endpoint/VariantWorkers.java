package dev.atelier.autopilot.service.endpoint;

import dev.atelier.autopilot.service.engine.Observation;
import dev.atelier.autopilot.service.engine.TrialEngine;
import dev.atelier.autopilot.service.support.AutopilotConfig;
import dev.atelier.autopilot.service.usage.UsageMeter;
import dev.atelier.billing.v1.Component;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the workers of an endpoint as its variants want them: starts what is missing, starts again what died, lets go what is too
 * much, and bills each while it runs. Needs a transaction that holds the endpoint's row.
 */
@ApplicationScoped
class VariantWorkers {
    private static final Logger LOG = Logger.getLogger(VariantWorkers.class);
    /** A worker that ran this long has recovered: its next death counts as the first. */
    private static final Duration STABLE = Duration.ofMinutes(5);

    private final EntityManager entities;
    private final EndpointRepository endpoints;
    private final TrialEngine engine;
    private final EndpointRoutes routes;
    private final UsageMeter usage;
    private final WorkerActivity activity;
    private final Clock clock;
    private final AutopilotConfig.Endpoint config;

    VariantWorkers(
            EntityManager entities,
            EndpointRepository endpoints,
            TrialEngine engine,
            EndpointRoutes routes,
            UsageMeter usage,
            WorkerActivity activity,
            Clock clock,
            AutopilotConfig config) {
        this.entities = entities;
        this.endpoints = endpoints;
        this.engine = engine;
        this.routes = routes;
        this.usage = usage;
        this.activity = activity;
        this.clock = clock;
        this.config = config.endpoint();
    }

    /** How the workers of a version stand. */
    sealed interface Condition {
        /** All answer. */
        record Serving() implements Condition {}

        /** Some do not answer yet, or are being started again. */
        record Starting() implements Condition {}

        /** One does not come up or does not stay up. */
        record Broken(String reason) implements Condition {}
    }

    /**
     * Brings the workers of one version to what its variants want.
     *
     * @param patience how often a worker that died is started again
     */
    Condition keep(EndpointEntity endpoint, int version, int patience) {
        Map<EndpointWorkerEntity.Key, EndpointWorkerEntity> known =
                of(endpoint, version).stream().collect(Collectors.toMap(VariantWorkers::key, Function.identity()));
        List<Condition> conditions = new ArrayList<>();
        for (EndpointVariantEntity variant : endpoints.variants(endpoint.id, version)) {
            for (int ordinal = 0; ordinal < variant.instanceCount; ordinal++) {
                EndpointWorkerEntity worker =
                        known.remove(new EndpointWorkerEntity.Key(endpoint.id, version, variant.variantName, ordinal));
                if (worker == null) {
                    worker = new EndpointWorkerEntity(endpoint.id, version, variant.variantName, ordinal);
                    entities.persist(worker);
                }
                worker.draining = null;
                conditions.add(keep(endpoint, variant.instanceType, worker, patience));
            }
        }
        known.values().forEach(worker -> drain(endpoint, worker));
        return conditions.stream()
                .filter(Condition.Broken.class::isInstance)
                .findFirst()
                .or(() -> conditions.stream()
                        .filter(Condition.Starting.class::isInstance)
                        .findFirst())
                .orElse(new Condition.Serving());
    }

    /** Lets the workers of a version go when their requests are answered; true when none is left. */
    boolean drain(EndpointEntity endpoint, int version) {
        List<EndpointWorkerEntity> workers = of(endpoint, version);
        workers.forEach(worker -> drain(endpoint, worker));
        return of(endpoint, version).isEmpty();
    }

    /** Ends all workers of all versions at once. */
    void stop(EndpointEntity endpoint) {
        endpoints.workers(endpoint.id).forEach(worker -> stop(endpoint, worker));
    }

    private Condition keep(EndpointEntity endpoint, String instanceType, EndpointWorkerEntity worker, int patience) {
        return switch (engine.observe(worker.work())) {
            case Observation.Absent _ -> {
                if (worker.nextAttempt == null || !now().isBefore(worker.nextAttempt)) {
                    engine.ensure(worker.work());
                }
                yield new Condition.Starting();
            }
            case Observation.Running running -> {
                bill(endpoint, instanceType, worker);
                activity.look(worker, metered(endpoint, instanceType, worker), now());
                yield running(endpoint, worker, patience, Duration.between(running.since(), now()));
            }
            case Observation.Exited exited -> {
                bill(endpoint, instanceType, worker);
                unbill(endpoint, instanceType, worker, exited.at());
                yield again(
                        endpoint,
                        worker,
                        patience,
                        "Its worker %s. %s"
                                .formatted(exited.exit().describe(), engine.lastWords(worker.work()))
                                .strip());
            }
        };
    }

    private Condition running(EndpointEntity endpoint, EndpointWorkerEntity worker, int patience, Duration age) {
        if (engine.serving(worker.work()).isPresent()) {
            if (worker.restarts > 0 && age.compareTo(STABLE) > 0) {
                worker.restarts = 0;
            }
            return new Condition.Serving();
        }
        if (age.compareTo(config.startTimeout()) <= 0) {
            return new Condition.Starting();
        }
        engine.stop(worker.work());
        return again(
                endpoint,
                worker,
                patience,
                "Its worker did not answer within %s. %s"
                        .formatted(config.startTimeout(), engine.lastWords(worker.work())));
    }

    private Condition again(EndpointEntity endpoint, EndpointWorkerEntity worker, int patience, String reason) {
        if (worker.restarts >= patience) {
            return new Condition.Broken(
                    patience == 0
                            ? reason
                            : reason + " It was started again %d times before.".formatted(worker.restarts));
        }
        long factor = 1L << Math.min(worker.restarts, 10);
        worker.nextAttempt = now().plus(config.restartBackoff().multipliedBy(factor));
        worker.restarts++;
        worker.generation++;
        LOG.warnf(
                "endpoint's worker is started again; endpoint=%s variant=%s ordinal=%d restarts=%d reason=%s",
                endpoint.name, worker.variantName, worker.ordinal, worker.restarts, reason);
        return new Condition.Starting();
    }

    private void drain(EndpointEntity endpoint, EndpointWorkerEntity worker) {
        Instant now = now();
        if (worker.draining == null) {
            worker.draining = now;
            return;
        }
        Duration since = Duration.between(worker.draining, now);
        boolean quiet = since.compareTo(config.drain()) >= 0 && !routes.busy(worker.work());
        if (quiet || since.compareTo(config.invocationTimeout()) > 0) {
            stop(endpoint, worker);
        }
    }

    private void stop(EndpointEntity endpoint, EndpointWorkerEntity worker) {
        String instanceType = instanceType(endpoint, worker);
        switch (engine.observe(worker.work())) {
            case Observation.Absent _ -> unbill(endpoint, instanceType, worker, now());
            case Observation.Running _ -> {
                bill(endpoint, instanceType, worker);
                engine.stop(worker.work());
                unbill(endpoint, instanceType, worker, now());
            }
            case Observation.Exited exited -> unbill(endpoint, instanceType, worker, exited.at());
        }
        entities.remove(worker);
    }

    /** Opens the interval of a worker at the moment when it first answered, seen now or a look later. */
    private void bill(EndpointEntity endpoint, String instanceType, EndpointWorkerEntity worker) {
        if (worker.billedFrom == null) {
            engine.serving(worker.work()).ifPresent(serving -> {
                Instant from = serving.since().truncatedTo(ChronoUnit.MICROS);
                worker.billedFrom = from;
                usage.started(metered(endpoint, instanceType, worker), from);
            });
        }
    }

    private void unbill(EndpointEntity endpoint, String instanceType, EndpointWorkerEntity worker, Instant to) {
        Instant from = worker.billedFrom;
        if (from != null) {
            UsageMeter.Metered what = metered(endpoint, instanceType, worker);
            usage.ended(what, from, to);
            activity.forget(what);
            worker.billedFrom = null;
            worker.idleSince = null;
        }
    }

    private List<EndpointWorkerEntity> of(EndpointEntity endpoint, int version) {
        return endpoints.workers(endpoint.id).stream()
                .filter(worker -> worker.version == version)
                .toList();
    }

    private String instanceType(EndpointEntity endpoint, EndpointWorkerEntity worker) {
        @Nullable
        EndpointVariantEntity variant = entities.find(
                EndpointVariantEntity.class,
                new EndpointVariantEntity.Key(endpoint.id, worker.version, worker.variantName));
        if (variant == null) {
            throw new IllegalStateException("No variant " + worker.variantName + " in " + endpoint.id);
        }
        return variant.instanceType;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static EndpointWorkerEntity.Key key(EndpointWorkerEntity worker) {
        return new EndpointWorkerEntity.Key(worker.endpointId, worker.version, worker.variantName, worker.ordinal);
    }

    private static UsageMeter.Metered metered(
            EndpointEntity endpoint, String instanceType, EndpointWorkerEntity worker) {
        return new UsageMeter.Metered(
                worker.work().resourceId(),
                Component.COMPONENT_HOSTING,
                instanceType,
                endpoint.owner.toOwner(),
                "",
                endpoint.name);
    }
}
