package dev.atelier.studio.app;

import dev.atelier.studio.engine.AppObservation;
import dev.atelier.studio.engine.AppSpec;
import dev.atelier.studio.engine.ComputeEngine;
import dev.atelier.studio.engine.InstanceObservation;
import dev.atelier.studio.engine.InstanceSpec;
import dev.atelier.studio.engine.Workload;
import dev.atelier.studio.image.ImageCatalog;
import dev.atelier.studio.instance.Instance;
import dev.atelier.studio.instance.InstanceState;
import dev.atelier.studio.instance.InstanceStore;
import dev.atelier.studio.reconcile.ReconcileLoop;
import dev.atelier.studio.reconcile.Reconciler;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/**
 * Drives the engine to what the rows ask for and records what it says. Each instance and app is worked on by itself, under a claim
 * that no other worker has, from the state that is found then; no row is locked while the engine works, so requests never wait for it.
 */
@ApplicationScoped
class AppReconciler implements Reconciler {
    private static final Logger LOG = Logger.getLogger(AppReconciler.class);
    private static final int CLAIM_SECONDS = 120;
    /** Each holds one database connection for its claim and now and then a second one: well below the pool's size. */
    private static final int WORKERS = 8;

    private final AppStore apps;
    private final InstanceStore instances;
    private final Transitions transitions;
    private final AppTokens tokens;
    private final AppScripts scripts;
    private final ComputeEngine engine;
    private final ImageCatalog images;
    private final ReconcileLoop loop;
    private final Clock clock;
    private final Duration startTimeout;
    private final Set<String> working = ConcurrentHashMap.newKeySet();
    private final ExecutorService workers = Executors.newFixedThreadPool(
            WORKERS, Thread.ofVirtual().name("reconcile-", 0).factory());

    AppReconciler(
            AppStore apps,
            InstanceStore instances,
            Transitions transitions,
            AppTokens tokens,
            AppScripts scripts,
            ComputeEngine engine,
            ImageCatalog images,
            ReconcileLoop loop,
            Clock clock,
            AppConfig config) {
        this.apps = apps;
        this.instances = instances;
        this.transitions = transitions;
        this.tokens = tokens;
        this.scripts = scripts;
        this.engine = engine;
        this.images = images;
        this.loop = loop;
        this.clock = clock;
        this.startTimeout = config.startTimeout();
    }

    @Override
    public boolean reconcile() {
        Map<String, List<App>> byInstance = apps.live();
        boolean busy = false;
        for (Instance instance : instances.live()) {
            busy |= drive(instance);
            boolean runs = instance.state() instanceof InstanceState.Running;
            for (App app : byInstance.getOrDefault(instance.instanceId(), List.of())) {
                busy |= drive(app, runs);
            }
        }
        return busy;
    }

    /** Starts what is to be done for one instance; true while it is not at rest. */
    private boolean drive(Instance seen) {
        return switch (seen.state()) {
            case InstanceState.Pending _, InstanceState.Stopping _ -> {
                work(seen.instanceId(), () -> instances.find(seen.instanceId()).ifPresent(this::step));
                yield true;
            }
            case InstanceState.Running _, InstanceState.Stopped _, InstanceState.Failed _ -> false;
        };
    }

    /** Starts what is to be done for one app; true while it is not at rest. */
    private boolean drive(App seen, boolean instanceRuns) {
        return switch (seen.state()) {
            case AppState.Pending _ -> {
                if (instanceRuns) {
                    work(seen.appId(), () -> apps.find(seen.appId()).ifPresent(this::step));
                }
                yield true;
            }
            case AppState.Deleting _ -> {
                work(seen.appId(), () -> apps.find(seen.appId()).ifPresent(this::step));
                yield true;
            }
            case AppState.InService _ -> {
                if (looksGone(seen)) {
                    work(seen.appId(), () -> apps.find(seen.appId()).ifPresent(this::step));
                }
                yield false;
            }
            case AppState.Deleted _, AppState.Failed _ -> false;
        };
    }

    /** An app that cannot be looked at is not in the way of the others. */
    private boolean looksGone(App app) {
        try {
            return engine.observeApp(app.appId()) instanceof AppObservation.Gone;
        } catch (RuntimeException e) {
            LOG.warnf("The state of app=%s is not known: %s", app.appId(), e.getMessage());
            return false;
        }
    }

    private void step(Instance instance) {
        switch (instance.state()) {
            case InstanceState.Pending _ -> start(instance);
            case InstanceState.Stopping _ -> stop(instance.instanceId());
            case InstanceState.Running _, InstanceState.Stopped _, InstanceState.Failed _ -> {}
        }
    }

    private void step(App app) {
        switch (app.state()) {
            case AppState.Pending _ -> start(app);
            case AppState.InService _ -> confirmGone(app);
            case AppState.Deleting _ -> stop(app);
            case AppState.Deleted _, AppState.Failed _ -> {}
        }
    }

    private void start(Instance instance) {
        switch (ensure(instance)) {
            case InstanceObservation.Running _ -> {
                transitions.instanceRuns(instance.instanceId());
                loop.wake();
            }
            case InstanceObservation.Gone gone -> transitions.instanceFails(instance.instanceId(), gone.reason());
            case InstanceObservation.Starting _ -> failLate(instance, "");
            case InstanceObservation.Unknown unknown -> failLate(instance, " " + unknown.reason());
        }
    }

    private InstanceObservation ensure(Instance instance) {
        try {
            return engine.ensureInstance(
                    new InstanceSpec(instance.instanceId(), instance.owner(), instance.instanceType()));
        } catch (RuntimeException e) {
            return new InstanceObservation.Unknown(unknown(instance.instanceId(), e));
        }
    }

    private void stop(String instanceId) {
        if (engine.stopInstance(instanceId)) {
            transitions.instanceStops(instanceId);
        }
    }

    private void start(App app) {
        switch (advance(app)) {
            case AppScripts.Progress.Runs _ -> {}
            case AppScripts.Progress.Unknown(Instant until, String reason) -> failLate(app, until, " " + reason);
            case AppScripts.Progress.Failed(String reason) -> fail(app, reason);
            case AppScripts.Progress.Passed(Instant since) -> start(app, since);
        }
    }

    private AppScripts.Progress advance(App app) {
        try {
            return scripts.advance(app, spec(app));
        } catch (RuntimeException e) {
            return scripts.unknown(app, unknown(app.appId(), e));
        }
    }

    /** @param since from when its time to answer counts */
    private void start(App app, Instant since) {
        switch (ensure(app)) {
            case AppObservation.Ready _ -> {
                tokens.give(app);
                transitions.appIsInService(app);
            }
            case AppObservation.Gone gone -> fail(app, gone.reason());
            case AppObservation.Starting _ -> failLate(app, since, "");
            case AppObservation.Unknown unknown -> failLate(app, since, " " + unknown.reason());
        }
    }

    private AppSpec spec(App app) {
        Workload workload = switch (app.type()) {
            case JUPYTER_SERVER -> Workload.LAB;
            case KERNEL_GATEWAY -> Workload.KERNELS;
        };
        return new AppSpec(app.appId(), app.instanceId(), app.owner(), workload, images.environment(app.image()));
    }

    private AppObservation ensure(App app) {
        try {
            return engine.ensureApp(spec(app));
        } catch (RuntimeException e) {
            return new AppObservation.Unknown(unknown(app.appId(), e));
        }
    }

    /** An engine that cannot be asked is asked again, until it is too late. */
    private static String unknown(String resourceId, RuntimeException e) {
        LOG.warnf(e, "The engine could not be asked to start %s; it is tried again", resourceId);
        return String.valueOf(e.getMessage());
    }

    private void failLate(Instance instance, String reason) {
        if (late(instance.creationTime())) {
            transitions.instanceFails(instance.instanceId(), "It did not start within " + startTimeout + "." + reason);
        }
    }

    private void failLate(App app, Instant since, String reason) {
        if (late(since)) {
            fail(app, "It did not answer within " + startTimeout + "." + reason);
        }
    }

    private void confirmGone(App app) {
        if (engine.observeApp(app.appId()) instanceof AppObservation.Gone gone) {
            fail(app, gone.reason());
        }
    }

    /** Whatever the app left behind is ended before it is called ended. */
    private void fail(App app, String reason) {
        if (engine.stopApp(app.appId())) {
            transitions.appFails(app, reason);
        }
    }

    private void stop(App app) {
        if (engine.stopApp(app.appId())) {
            transitions.appIsDeleted(app);
        }
    }

    private boolean late(Instant since) {
        return clock.instant().isAfter(since.plus(startTimeout));
    }

    private void work(String resourceId, Runnable step) {
        if (working.add(resourceId)) {
            workers.execute(() -> {
                try {
                    QuarkusTransaction.requiringNew().timeout(CLAIM_SECONDS).run(() -> {
                        if (apps.claim(resourceId)) {
                            step.run();
                        }
                    });
                } catch (RuntimeException e) {
                    LOG.errorf(e, "A step for %s failed; it is tried again", resourceId);
                } finally {
                    working.remove(resourceId);
                }
            });
        }
    }

    @PreDestroy
    void close() {
        workers.shutdown();
    }
}
