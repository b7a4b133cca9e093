package dev.atelier.autopilot.service.endpoint;

import dev.atelier.autopilot.service.engine.TrialEngine;
import dev.atelier.autopilot.service.engine.Work;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where requests to an endpoint go, kept in memory so that an invocation reads neither the database nor a file. The reconciler
 * refreshes it after each look at an endpoint.
 */
@ApplicationScoped
class EndpointRoutes {
    private final EndpointRepository endpoints;
    private final TrialEngine engine;
    private final Map<String, Route> routes = new ConcurrentHashMap<>();
    private final Map<String, Target> targets = new ConcurrentHashMap<>();

    EndpointRoutes(EndpointRepository endpoints, TrialEngine engine) {
        this.endpoints = endpoints;
        this.engine = engine;
    }

    /**
     * A worker that answers.
     *
     * @param requests how many it has at the moment
     * @param lastUsed when the last one came or was answered
     */
    record Target(
            Work.Serve work,
            TrialEngine.Serving serving,
            AtomicInteger requests,
            AtomicReference<@Nullable Instant> lastUsed) {}

    /** A variant of the version that takes requests, or of the canary. */
    record Served(Variant variant, int version, List<Target> targets) {}

    /**
     * A look at an endpoint.
     *
     * @param canary the variants of the new version while it is tried; empty otherwise
     * @param canaryPercent its share of the requests
     */
    record Route(Endpoint endpoint, List<Served> active, List<Served> canary, int canaryPercent) {}

    /** The route of an endpoint by its name, looked up once when it is not known yet. */
    Optional<Route> find(String name) {
        Route known = routes.get(name);
        return known != null ? Optional.of(known) : refresh(name);
    }

    /** Reads an endpoint anew. */
    Optional<Route> refresh(String name) {
        Optional<Route> found = QuarkusTransaction.requiringNew()
                .call(() -> endpoints.named(name).map(this::route));
        found.ifPresentOrElse(route -> routes.put(name, route), () -> routes.remove(name));
        return found;
    }

    /** Whether a worker has requests that came through this process. */
    boolean busy(Work.Serve work) {
        Target target = targets.get(work.id());
        return target != null && target.requests().get() > 0;
    }

    /** When a worker last had a request through this process; nothing while it had none. */
    Optional<Instant> lastUsed(Work.Serve work) {
        Target target = targets.get(work.id());
        return target == null
                ? Optional.empty()
                : Optional.ofNullable(target.lastUsed().get());
    }

    /** Forgets a worker that is gone, so that its address is looked up again. */
    void forget(Work.Serve work) {
        targets.remove(work.id());
    }

    private Route route(EndpointEntity entity) {
        Integer active = entity.activeVersion;
        boolean trying = entity.lifecycle() instanceof EndpointLifecycle.Updating && entity.canarySince != null;
        List<EndpointWorkerEntity> workers = endpoints.workers(entity.id);
        workers.forEach(worker -> {
            if (worker.draining != null && !busy(worker.work())) {
                targets.remove(worker.work().id());
            }
        });
        return new Route(
                endpoints.render(entity),
                active == null ? List.of() : served(entity.id, active, workers),
                trying ? served(entity.id, entity.version, workers) : List.of(),
                entity.canaryPercent == null ? 0 : entity.canaryPercent);
    }

    private List<Served> served(String endpointId, int version, List<EndpointWorkerEntity> workers) {
        List<Served> served = new ArrayList<>();
        for (EndpointVariantEntity variant : endpoints.variants(endpointId, version)) {
            List<Target> answering = workers.stream()
                    .filter(worker -> worker.version == version
                            && worker.draining == null
                            && worker.variantName.equals(variant.variantName))
                    .map(EndpointWorkerEntity::work)
                    .<@Nullable Target>map(this::target)
                    .filter(target -> target != null)
                    .toList();
            served.add(new Served(variant.toVariant(), version, answering));
        }
        return served;
    }

    private @Nullable Target target(Work.Serve work) {
        return targets.computeIfAbsent(
                work.id(),
                _ -> engine.serving(work)
                        .map(serving -> new Target(
                                work, serving, new AtomicInteger(), new AtomicReference<@Nullable Instant>()))
                        .orElse(null));
    }
}
