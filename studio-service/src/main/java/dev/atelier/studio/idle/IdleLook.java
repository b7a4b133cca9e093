package dev.atelier.studio.idle;

import dev.atelier.studio.app.AppConnection;
import dev.atelier.studio.app.AppRuntime;
import dev.atelier.studio.app.AppType;
import dev.atelier.studio.app.AppView;
import dev.atelier.studio.engine.ComputeEngine;
import dev.atelier.studio.idle.IdleEvent.Resource;
import dev.atelier.studio.kernel.BusyTimes;
import dev.atelier.studio.kernel.KernelActivity;
import dev.atelier.studio.terminal.AppTerminals;
import dev.atelier.studio.terminal.Terminal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * One look at everything that runs. A kernel is quiet while it is idle, a terminal while nothing but its shell runs in any terminal of
 * its app, a KernelGateway app while it has no kernel and no terminal. What cannot be asked is not quiet.
 */
@ApplicationScoped
class IdleLook {
    private static final Logger LOG = Logger.getLogger(IdleLook.class);

    private final AppRuntime apps;
    private final KernelActivity kernels;
    private final AppTerminals terminals;
    private final ComputeEngine engine;
    private final BusyTimes times;
    private final IdleStore store;
    private final IdleEvents events;
    private final IdleTimeouts timeouts;
    private final UnusedApps unused;
    private final IdleConfig config;
    private final Clock clock;
    private final Restarts restarts = new Restarts();

    IdleLook(
            AppRuntime apps,
            KernelActivity kernels,
            AppTerminals terminals,
            ComputeEngine engine,
            BusyTimes times,
            IdleStore store,
            IdleEvents events,
            IdleTimeouts timeouts,
            UnusedApps unused,
            IdleConfig config,
            Clock clock) {
        this.apps = apps;
        this.kernels = kernels;
        this.terminals = terminals;
        this.engine = engine;
        this.times = times;
        this.store = store;
        this.events = events;
        this.timeouts = timeouts;
        this.unused = unused;
        this.config = config;
        this.clock = clock;
    }

    void once() {
        List<KernelActivity.Activity> live = kernels.live();
        restarts.seen(live, clock.instant());
        Map<String, List<KernelActivity.Activity>> byApp =
                live.stream().collect(Collectors.groupingBy(KernelActivity.Activity::appId));
        for (AppView app : apps.inService()) {
            try {
                look(app, byApp.getOrDefault(app.appId(), List.of()));
            } catch (RuntimeException e) {
                LOG.debugf("What app=%s does is not known: %s", app.appId(), e.getMessage());
            }
        }
        Instant now = clock.instant();
        Duration forgotten = config.interval().multipliedBy(20).plus(Duration.ofHours(1));
        store.purge(now.minus(forgotten), now.minus(config.eventsListed()));
    }

    private void look(AppView app, List<KernelActivity.Activity> living) {
        for (KernelActivity.Activity kernel : living) {
            look(app, kernel);
        }
        Optional<AppConnection> connection = apps.connection(app.appId());
        if (connection.isEmpty()) {
            return;
        }
        List<Terminal> open = terminals.ask(connection.get());
        boolean working = !open.isEmpty() && engine.busyTerminals(app.appId()).orElse(1) > 0;
        times.terminals(app.appId(), working, clock.instant());
        for (Terminal terminal : open) {
            Quiet quiet = new Quiet(Resource.TERMINAL, terminal.name(), app, terminal.lastActivity());
            if (working) {
                store.forget(quiet.key());
            } else {
                judge(quiet, reason -> endTerminal(app, connection.get(), terminal));
            }
        }
        if (app.type() == AppType.KERNEL_GATEWAY) {
            if (living.isEmpty() && open.isEmpty()) {
                Instant since = store.watch(app.appId())
                        .map(IdleStore.Watch::quietSince)
                        .orElseGet(clock::instant);
                judge(new Quiet(Resource.APP, app.appId(), app, since), reason -> unused.end(app, reason));
            } else {
                store.forget(app.appId());
            }
        }
    }

    private void look(AppView app, KernelActivity.Activity kernel) {
        switch (kernel.state()) {
            case IDLE ->
                judge(
                        new Quiet(Resource.KERNEL, kernel.kernelId(), app, kernel.since()),
                        reason -> kernels.end(kernel, reason));
            case STARTING -> failLate(app, kernel, kernel.since(), "start");
            case RESTARTING -> {
                store.forget(kernel.kernelId());
                failLate(app, kernel, restarts.since(kernel, clock.instant()), "restart");
            }
            case BUSY -> store.forget(kernel.kernelId());
            case DEAD -> {}
        }
    }

    private void failLate(AppView app, KernelActivity.Activity kernel, Instant asked, String what) {
        Instant could = app.inServiceTime() != null && app.inServiceTime().isAfter(asked) ? app.inServiceTime() : asked;
        if (clock.instant().isAfter(could.plus(config.kernelStartTimeout()))) {
            String reason = "It did not " + what + " within " + config.kernelStartTimeout() + ".";
            if (kernels.end(kernel, reason)) {
                events.shutDown(new Quiet(Resource.KERNEL, kernel.kernelId(), app, asked), reason);
            }
        }
    }

    /** Looks once more, so that what began since is not ended. */
    private boolean endTerminal(AppView app, AppConnection connection, Terminal seen) {
        if (engine.busyTerminals(app.appId()).orElse(1) > 0
                || !terminals.ask(connection).contains(seen)) {
            return false;
        }
        terminals.end(connection, seen.name());
        return true;
    }

    private void judge(Quiet quiet, Predicate<String> end) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Duration timeout = timeouts.of(quiet.app().owner(), quiet.app().instanceType());
        store.seen(quiet.key(), quiet.since(), now);
        Instant announced =
                store.watch(quiet.key()).map(IdleStore.Watch::dueTime).orElse(null);
        switch (Verdict.of(quiet.since(), timeout, config.warning(), announced, now)) {
            case Verdict.Wait _ -> {}
            case Verdict.Warn warn -> events.warn(quiet, timeout, warn.due());
            case Verdict.ShutDown _ -> {
                String reason = "It was shut down because nobody used it since %s (idle timeout %s)."
                        .formatted(quiet.since().truncatedTo(ChronoUnit.SECONDS), timeout);
                if (end.test(reason)) {
                    events.shutDown(quiet, reason);
                }
            }
        }
    }
}
