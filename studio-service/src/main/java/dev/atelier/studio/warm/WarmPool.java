package dev.atelier.studio.warm;

import dev.atelier.studio.engine.AppObservation;
import dev.atelier.studio.engine.ComputeEngine;
import dev.atelier.studio.engine.Workload;
import dev.atelier.studio.instance.InstanceType;
import dev.atelier.studio.instance.InstanceTypeCatalog;
import dev.atelier.studio.reconcile.Reconciler;
import dev.atelier.studio.store.Ids;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Keeps as many apps waiting as the configuration says: starts what is missing, ends what is too much, too old or broken. A row is
 * locked while it is worked on, so what is being claimed is left alone, and what was claimed is the app's.
 */
@ApplicationScoped
class WarmPool implements Reconciler {
    private static final Logger LOG = Logger.getLogger(WarmPool.class);

    private final WarmApps apps;
    private final ComputeEngine engine;
    private final FastLaunchConfig config;
    private final Clock clock;
    private final List<WarmApp.Kind> kinds;
    private final Map<WarmApp.Kind, Setback> setbacks = new ConcurrentHashMap<>();
    private final AtomicBoolean working = new AtomicBoolean();
    private volatile boolean starting;
    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("warm").factory());

    WarmPool(WarmApps apps, ComputeEngine engine, InstanceTypeCatalog types, FastLaunchConfig config, Clock clock) {
        this.apps = apps;
        this.engine = engine;
        this.config = config;
        this.clock = clock;
        this.kinds = config.size() == 0 ? List.of() : kinds(types, config);
    }

    private static List<WarmApp.Kind> kinds(InstanceTypeCatalog types, FastLaunchConfig config) {
        List<WarmApp.Kind> kinds = new ArrayList<>();
        for (String type : config.instanceTypes()) {
            boolean fast = type.equals(InstanceTypeCatalog.SYSTEM)
                    || types.type(type).map(InstanceType::fastLaunch).orElse(false);
            if (!fast) {
                throw new IllegalArgumentException(
                        "atelier.fast-launch.instance-types names '%s', which has no fast launch".formatted(type));
            }
            config.images().forEach(image -> kinds.add(new WarmApp.Kind(image, type)));
        }
        return kinds;
    }

    @Override
    public boolean reconcile() {
        if (engine.capabilities().warmPool() && working.compareAndSet(false, true)) {
            try {
                worker.execute(this::work);
            } catch (RejectedExecutionException _) {
                working.set(false);
            }
        }
        return starting;
    }

    private void work() {
        try {
            List<WarmApp.Kind> offered =
                    kinds.stream().filter(kind -> engine.offers(kind.image())).toList();
            QuarkusTransaction.requiringNew().run(() -> fill(offered));
            boolean pending = false;
            for (WarmApp app : apps.all()) {
                pending |= step(app.appId(), offered);
            }
            starting = pending;
        } catch (RuntimeException e) {
            LOG.warnf("The pool of warm apps could not be looked after; it is tried again: %s", e.getMessage());
        } finally {
            working.set(false);
        }
    }

    private void fill(List<WarmApp.Kind> offered) {
        if (!apps.lockPool()) {
            return;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<WarmApp> there = apps.all();
        for (WarmApp.Kind kind : offered) {
            long have = there.stream().filter(app -> app.kind().equals(kind)).count();
            boolean mayStart = !setbacks.getOrDefault(kind, Setback.NONE).lasts(now);
            for (long missing = config.size() - have; missing > 0 && mayStart; missing--) {
                apps.insert(new WarmApp("app-" + Ids.ordered(now), kind, false, now));
            }
        }
    }

    /** Looks after one; true while it is on its way. */
    private boolean step(String appId, List<WarmApp.Kind> offered) {
        Outcome outcome = QuarkusTransaction.requiringNew()
                .call(() -> apps.lock(appId)
                        .map(app -> {
                            Outcome next = look(app, offered);
                            if (next == Outcome.READY && !app.ready()) {
                                apps.ready(appId);
                            } else if (next == Outcome.END) {
                                apps.delete(appId);
                            }
                            return next;
                        })
                        .orElse(Outcome.CLAIMED));
        if (outcome == Outcome.END) {
            // its row is gone, so nobody can claim it any more
            engine.stopApp(appId);
        }
        return outcome == Outcome.STARTING;
    }

    private Outcome look(WarmApp app, List<WarmApp.Kind> offered) {
        Instant now = clock.instant();
        boolean surplus = apps.all().stream()
                        .filter(other ->
                                other.kind().equals(app.kind()) && other.appId().compareTo(app.appId()) < 0)
                        .count()
                >= config.size();
        if (!offered.contains(app.kind())
                || surplus
                || now.isAfter(app.creationTime().plus(config.maxAge()))) {
            return Outcome.END;
        }
        Workload workload =
                app.kind().instanceType().equals(InstanceTypeCatalog.SYSTEM) ? Workload.LAB : Workload.KERNELS;
        return switch (engine.ensureWarm(app.appId(), workload, app.kind().image())) {
            case AppObservation.Ready _ -> {
                setbacks.remove(app.kind());
                yield Outcome.READY;
            }
            case AppObservation.Gone gone -> failed(app, gone.reason(), now);
            case AppObservation.Starting _, AppObservation.Unknown _ ->
                now.isAfter(app.creationTime().plus(config.startTimeout())) && !app.ready()
                        ? failed(app, "It was not ready within " + config.startTimeout() + ".", now)
                        : Outcome.STARTING;
        };
    }

    private Outcome failed(WarmApp app, String reason, Instant now) {
        Setback setback = setbacks.getOrDefault(app.kind(), Setback.NONE).next(now);
        setbacks.put(app.kind(), setback);
        LOG.warnf(
                "A warm app of %s could not wait; the next is started at %s: %s", app.kind(), setback.until(), reason);
        return Outcome.END;
    }

    private enum Outcome {
        STARTING,
        READY,
        /** It is no use any more. */
        END,
        /** It is somebody's, or is becoming it. */
        CLAIMED
    }

    @PreDestroy
    void close() {
        worker.shutdown();
    }
}
