package dev.atelier.studio.terminal;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.studio.app.AppConnection;
import dev.atelier.studio.app.AppKey;
import dev.atelier.studio.app.AppRef;
import dev.atelier.studio.app.AppRuntime;
import dev.atelier.studio.app.AppType;
import dev.atelier.studio.app.AppView;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.tenancy.Owners;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A user's terminals in the images of KernelGateway apps, beside the system terminals of the Lab. They are the app servers' own: what is not
 * listed there is not. Calls block while a server is asked; lists come from memory.
 */
@ApplicationScoped
public class ImageTerminals {
    private static final Duration GLANCE = Duration.ofMillis(100);
    /** How long an app that was in service may take to be known as ended. */
    private static final Duration NOTICE = Duration.ofSeconds(15);

    private final Owners owners;
    private final AppRuntime apps;
    private final GatewayApps gateways;
    private final AppTerminals terminals;
    private final TerminalOperations operations;
    private final Clock clock;

    ImageTerminals(
            Owners owners,
            AppRuntime apps,
            GatewayApps gateways,
            AppTerminals terminals,
            TerminalOperations operations,
            Clock clock) {
        this.owners = owners;
        this.apps = apps;
        this.gateways = gateways;
        this.terminals = terminals;
        this.operations = operations;
        this.clock = clock;
    }

    /** Where an image terminal is: its app, and what that one's server calls it. */
    public record Place(AppView app, AppConnection connection, String name) {}

    /** Every image terminal of the owner's under the name that Jupyter's clients know. An app that does not answer shows none. */
    public List<Terminal> list(Owner owner) {
        List<Terminal> all = new ArrayList<>();
        for (AppView app : gateways.of(owner)) {
            apps.connection(app.appId()).ifPresent(connection -> {
                try {
                    terminals.list(connection).forEach(terminal -> all.add(known(app, terminal)));
                } catch (AtelierException _) {
                    // it is starting or ending; the next look tells
                }
            });
        }
        return all;
    }

    /** Where the terminal with that public name is; empty when its app does not run. */
    public Optional<Place> find(Owner owner, TerminalName name) {
        return gateways.of(owner).stream()
                .filter(app -> app.appName().equals(name.appName()))
                .findFirst()
                .flatMap(
                        app -> apps.connection(app.appId()).map(connection -> new Place(app, connection, name.name())));
    }

    /**
     * Opens a terminal in an image, on an instance type; starts the app and the instance that it needs, as a kernel does. Waits for the app
     * at most that long; {@code NOT_READY} when it takes longer.
     *
     * @param image "" for the default
     * @param instanceType "" for the default
     */
    public Terminal open(
            Caller caller, Owner owner, String image, String instanceType, NewTerminal request, Duration patience) {
        owners.requireUse(caller, owner);
        AppRef ref = apps.ensureKernelApp(
                owner, image.isEmpty() ? null : image, instanceType.isEmpty() ? null : instanceType);
        AppView app = awaited(ref, patience);
        Terminal opened = operations
                .create(caller, new AppKey(owner, AppType.KERNEL_GATEWAY, app.appName()), request)
                .terminal();
        return known(app, opened);
    }

    /** Opens the terminal with that public name anew, in its app; one that is open is taken as it is. */
    public Terminal reopen(Caller caller, Owner owner, TerminalName name, String cwd) {
        AppView app = find(owner, name).map(Place::app).orElseThrow(() -> ended(name));
        AppKey key = new AppKey(owner, AppType.KERNEL_GATEWAY, app.appName());
        return known(
                app,
                operations
                        .create(caller, key, new NewTerminal(name.name(), cwd))
                        .terminal());
    }

    /** Ends a terminal with what runs in it. */
    public void end(Caller caller, Owner owner, TerminalName name) {
        AppView app = find(owner, name).map(Place::app).orElseThrow(() -> ended(name));
        operations.delete(caller, new AppKey(owner, AppType.KERNEL_GATEWAY, app.appName()), name.name());
    }

    /**
     * Why the connection to a terminal broke: what became of its app, in a sentence; empty when the app goes on, and only the terminal ended.
     * Waits until that is known.
     */
    public Optional<String> lastWords(Place place) {
        Instant end = clock.instant().plus(NOTICE);
        while (clock.instant().isBefore(end)) {
            Optional<AppView> app = apps.app(place.app().appId());
            if (app.isEmpty() || !app.get().status().equals("InService")) {
                return Optional.of(ending(place.app().appName(), app.orElse(null)));
            }
            try {
                terminals.ask(place.connection());
                return Optional.empty();
            } catch (AtelierException _) {
                LockSupport.parkNanos(GLANCE.toNanos());
            }
        }
        return Optional.of("Its app '%s' does not answer.".formatted(place.app().appName()));
    }

    private static String ending(String appName, @Nullable AppView app) {
        String reason = app == null ? null : app.failureReason() == null ? app.endReason() : app.failureReason();
        String what = app != null && app.status().equals("Failed") ? "failed" : "was shut down";
        return "Its app '%s' %s.%s".formatted(appName, what, reason == null ? "" : " " + reason);
    }

    private AppView awaited(AppRef ref, Duration patience) {
        Instant end = clock.instant().plus(patience);
        while (true) {
            AppView app = apps.app(ref.appId()).orElseThrow(() -> AtelierException.notFound("app", ref.appName()));
            switch (app.status()) {
                case "InService" -> {
                    if (apps.connection(app.appId()).isPresent()) {
                        return app;
                    }
                }
                case "Pending" -> {}
                default -> throw AtelierException.conflict(ending(app.appName(), app));
            }
            if (!clock.instant().isBefore(end)) {
                throw AtelierException.notReady(
                        "The app '%s' is still starting; ask for the terminal again in a moment."
                                .formatted(app.appName()));
            }
            LockSupport.parkNanos(GLANCE.toNanos());
        }
    }

    private static AtelierException ended(TerminalName name) {
        return AtelierException.notFound("terminal (its app has ended: open another image terminal)", name.toString());
    }

    private static Terminal known(AppView app, Terminal terminal) {
        return new Terminal(
                new TerminalName(app.appName(), terminal.name()).toString(),
                terminal.lastActivity(),
                terminal.connections());
    }
}
