package dev.atelier.studio.app;

import dev.atelier.api.error.AtelierException;
import dev.atelier.studio.engine.AppSpec;
import dev.atelier.studio.engine.ComputeEngine;
import dev.atelier.studio.engine.ScriptObservation;
import dev.atelier.studio.settings.LifecycleChoice;
import dev.atelier.studio.settings.LifecycleSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the script of a lifecycle configuration before its app starts. */
@ApplicationScoped
class AppScripts {
    /** How much of what a script says is kept. */
    static final int LOG_BYTES = 64 * 1024;

    private static final int QUOTED_LINES = 5;
    private static final int QUOTED_CHARACTERS = 2000;

    private final ScriptStore store;
    private final LifecycleScripts configs;
    private final ComputeEngine engine;
    private final AppConfig config;
    private final Clock clock;

    AppScripts(ScriptStore store, LifecycleScripts configs, ComputeEngine engine, AppConfig config, Clock clock) {
        this.store = store;
        this.configs = configs;
        this.engine = engine;
        this.config = config;
        this.clock = clock;
    }

    /** How far an app is with its script. */
    sealed interface Progress {
        /** The app can start; its time to do so counts from here. */
        record Passed(Instant since) implements Progress {}

        record Runs() implements Progress {}

        record Failed(String reason) implements Progress {}

        /**
         * It could not be found out.
         *
         * @param until when a script may run that started with the app; the app's time to start counts from there
         */
        record Unknown(Instant until, String reason) implements Progress {}
    }

    /**
     * The script that an app starts with; null for none.
     *
     * @param attached what is in force for the app's owner
     * @param named by who makes the app; "" for the default
     */
    @Nullable
    StartScript choose(LifecycleSettings attached, AppType type, String named) {
        LifecycleChoice choice = switch (type) {
            case JUPYTER_SERVER -> attached.lab();
            case KERNEL_GATEWAY -> attached.kernels();
        };
        if (!named.isEmpty() && !choice.allows(named)) {
            throw AtelierException.invalid(
                    "lifecycleConfigName",
                    "'%s' is not attached to apps of the type %s here; an administrator attaches it in the settings"
                            .formatted(named, type.wireName()));
        }
        String name = named.isEmpty() ? choice.defaultName() : named;
        if (name == null || name.equals(LifecycleChoice.NO_SCRIPT)) {
            return null;
        }
        return configs.find(name, type).orElseThrow(() -> AtelierException.notFound("lifecycle configuration", name));
    }

    /** Goes on with the app's script, if it has one. */
    Progress advance(App app, AppSpec spec) {
        AppScript script = store.find(app.appId()).orElse(null);
        if (script == null) {
            return new Progress.Passed(app.creationTime());
        }
        if (script.endTime() != null) {
            return outcome(app, script);
        }
        @Nullable String failure;
        @Nullable Integer code = null;
        switch (engine.ensureScript(spec, script.script())) {
            case ScriptObservation.Running _ -> {
                Instant start = script.startTime();
                if (start == null) {
                    start = now();
                    store.started(app.appId(), start);
                }
                if (!clock.instant().isAfter(start.plus(config.lifecycleTimeout()))) {
                    return new Progress.Runs();
                }
                failure = "did not end within " + config.lifecycleTimeout();
            }
            case ScriptObservation.Ended(int exitCode) -> {
                code = exitCode;
                failure = exitCode == 0 ? null : "ended with exit code " + exitCode;
            }
            case ScriptObservation.Gone(String reason) -> failure = reason;
        }
        store.ended(app.appId(), now(), code, failure, engine.scriptLog(app.appId(), LOG_BYTES));
        return outcome(app, store.find(app.appId()).orElseThrow());
    }

    /** How far an app is whose script could not be asked for. */
    Progress unknown(App app, String reason) {
        return new Progress.Unknown(app.creationTime().plus(config.lifecycleTimeout()), reason);
    }

    private static Progress outcome(App app, AppScript script) {
        return script.failure() == null
                ? new Progress.Passed(script.endTime() == null ? app.creationTime() : script.endTime())
                : new Progress.Failed(reason(app, script, script.failure()));
    }

    /** The app's script with what it has said so far; {@code RESOURCE_NOT_FOUND} when it has none. */
    AppScript current(App app) {
        AppScript script = store.find(app.appId())
                .orElseThrow(() -> AtelierException.notFound("lifecycle log of the app", app.appName()));
        return script.endTime() != null
                ? script
                : new AppScript(
                        script.appId(),
                        script.config(),
                        script.script(),
                        script.startTime(),
                        null,
                        null,
                        null,
                        engine.scriptLog(app.appId(), LOG_BYTES));
    }

    private static String reason(App app, AppScript script, String how) {
        List<String> lines =
                script.log().lines().filter(line -> !line.isBlank()).toList();
        String quoted = String.join("\n", lines.subList(Math.max(0, lines.size() - QUOTED_LINES), lines.size()));
        String end = quoted.substring(Math.max(0, quoted.length() - QUOTED_CHARACTERS));
        return "The lifecycle configuration '%s' %s. %s The whole log is at .../apps/%s/%s/lifecycle-log."
                .formatted(
                        script.config(),
                        how,
                        end.isEmpty() ? "It said nothing." : "The end of what it said:\n" + end + "\n",
                        app.type().wireName(),
                        app.appName());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
