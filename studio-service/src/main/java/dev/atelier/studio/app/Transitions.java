package dev.atelier.studio.app;

import dev.atelier.platform.peak.Peaks;
import dev.atelier.studio.instance.Instance;
import dev.atelier.studio.instance.InstanceState;
import dev.atelier.studio.instance.InstanceStore;
import dev.atelier.studio.reconcile.ReconcileLoop;
import dev.atelier.studio.usage.UsageRecorder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Every move of an app or instance: the row, its usage events and what follows for the instance, in one transaction. A move is made from
 * the state that is found under the lock; when that does not allow it, nothing happens. Locks are taken instance first.
 */
@ApplicationScoped
class Transitions {
    private final AppStore apps;
    private final InstanceStore instances;
    private final UsageRecorder usage;
    private final Peaks peaks;
    private final AppEvents events;
    private final ReconcileLoop loop;
    private final Clock clock;

    Transitions(
            AppStore apps,
            InstanceStore instances,
            UsageRecorder usage,
            Peaks peaks,
            AppEvents events,
            ReconcileLoop loop,
            Clock clock) {
        this.apps = apps;
        this.instances = instances;
        this.usage = usage;
        this.peaks = peaks;
        this.events = events;
        this.loop = loop;
        this.clock = clock;
    }

    /** The engine runs the instance: it is charged from now. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void instanceRuns(String instanceId) {
        instances.lock(instanceId).ifPresent(instance -> {
            if (instance.state() instanceof InstanceState.Pending pending) {
                Instant now = now();
                instances.setState(instanceId, pending.running(now));
                if (instance.billed()) {
                    usage.instanceStarted(instanceId, instance.instanceType(), instance.payer(), now);
                    peaks.began(instanceId, System.nanoTime());
                }
            }
        });
    }

    /** The engine lost the instance, or cannot make it: its apps end with it. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void instanceFails(String instanceId, String reason) {
        instances.lock(instanceId).ifPresent(instance -> {
            Instant now = now();
            InstanceState.@Nullable Failed failed = switch (instance.state()) {
                case InstanceState.Pending pending -> pending.fail(reason, now);
                case InstanceState.Running running -> running.fail(reason, now);
                case InstanceState.Stopping _, InstanceState.Stopped _, InstanceState.Failed _ -> null;
            };
            if (failed != null) {
                for (App app : apps.onInstance(instanceId)) {
                    end(instance, app, ended(app.state(), reason, now));
                }
                close(instance, failed);
            }
        });
    }

    /** The engine took the instance away. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void instanceStops(String instanceId) {
        instances.lock(instanceId).ifPresent(instance -> {
            if (instance.state() instanceof InstanceState.Stopping stopping) {
                instances.setState(instanceId, stopping.stopped());
            }
        });
    }

    /** The app answers. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void appIsInService(App seen) {
        underLock(seen, (instance, app) -> {
            if (app.state() instanceof AppState.Pending pending) {
                AppState.InService inService = pending.inService(now());
                apps.setState(app.appId(), inService);
                if (instance.billed()) {
                    usage.appJoined(
                            app.appId(),
                            instance.instanceId(),
                            instance.instanceType(),
                            instance.payer(),
                            inService.inServiceTime());
                }
                events.changed(app, inService);
            }
        });
    }

    /** The app ended by itself or never came up. One that is being deleted is at its end, too. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void appFails(App seen, String reason) {
        finish(seen, app -> ended(app.state(), reason, now()));
    }

    /** The app that was being deleted is gone. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void appIsDeleted(App seen) {
        finish(seen, app -> app.state() instanceof AppState.Deleting deleting ? deleting.deleted(now()) : app.state());
    }

    /** Its owner wants the app to end. Joins the caller's transaction. */
    @Transactional
    void delete(App seen) {
        delete(seen, null);
    }

    /**
     * The app is to end. Joins the caller's transaction.
     *
     * @param reason for its owner, who did not ask for it
     */
    @Transactional
    void delete(App seen, @Nullable String reason) {
        underLock(seen, (_, app) -> {
            AppState.@Nullable Deleting deleting = switch (app.state()) {
                case AppState.Pending pending -> pending.delete(reason);
                case AppState.InService inService -> inService.delete(reason);
                case AppState.Deleting _, AppState.Deleted _, AppState.Failed _ -> null;
            };
            if (deleting != null) {
                apps.setState(app.appId(), deleting);
                events.changed(app, deleting);
                loop.wakeAfterCommit();
            }
        });
    }

    private void finish(App seen, Function<App, AppState> move) {
        underLock(seen, (instance, app) -> {
            AppState next = move.apply(app);
            if (app.state().live() && !next.live()) {
                end(instance, app, next);
                if (apps.onInstance(instance.instanceId()).isEmpty()) {
                    stop(instance);
                }
            }
        });
    }

    private static AppState ended(AppState state, String reason, Instant now) {
        return switch (state) {
            case AppState.Pending pending -> pending.fail(reason, now);
            case AppState.InService inService -> inService.fail(reason, now);
            case AppState.Deleting deleting -> deleting.deleted(now);
            case AppState.Deleted _, AppState.Failed _ -> state;
        };
    }

    private void end(Instance instance, App app, AppState next) {
        apps.setState(app.appId(), next);
        Instant endTime = next.endTime();
        if (next.inServiceTime() != null && endTime != null && instance.billed()) {
            usage.appLeft(app.appId(), instance.instanceId(), instance.instanceType(), instance.payer(), endTime);
        }
        events.changed(app, next);
    }

    private void stop(Instance instance) {
        switch (instance.state()) {
            case InstanceState.Pending pending -> close(instance, pending.stop(now()));
            case InstanceState.Running running -> close(instance, running.stop(now()));
            case InstanceState.Stopping _, InstanceState.Stopped _, InstanceState.Failed _ -> {}
        }
    }

    private void close(Instance instance, InstanceState next) {
        instances.setState(instance.instanceId(), next);
        Instant endTime = next.endTime();
        if (next.startTime() != null && endTime != null && instance.billed()) {
            usage.instanceEnded(
                    instance.instanceId(),
                    instance.instanceType(),
                    instance.payer(),
                    peaks.take(instance.instanceId()),
                    endTime);
        }
        loop.wakeAfterCommit();
    }

    private void underLock(App seen, Move move) {
        instances
                .lock(seen.instanceId())
                .ifPresent(instance -> apps.find(seen.appId()).ifPresent(app -> move.make(instance, app)));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    @FunctionalInterface
    private interface Move {
        void make(Instance instance, App app);
    }
}
