package dev.atelier.studio.terminal;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.studio.app.AppConnection;
import dev.atelier.studio.app.AppKey;
import dev.atelier.studio.app.AppOperations;
import dev.atelier.studio.app.AppRuntime;
import dev.atelier.studio.audit.Audited;
import dev.atelier.studio.audit.AuditedType;
import dev.atelier.studio.engine.ComputeEngine;
import dev.atelier.studio.process.ProcessTree;
import dev.atelier.studio.tenancy.Owners;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** What can be asked about terminals. */
@ApplicationScoped
public class TerminalOperations {
    private static final Pattern NAME = Pattern.compile("\\w{1,64}");

    private final Owners owners;
    private final AppOperations apps;
    private final AppRuntime runtime;
    private final AppTerminals terminals;
    private final ComputeEngine engine;
    private final ProcessTree processes;

    TerminalOperations(
            Owners owners,
            AppOperations apps,
            AppRuntime runtime,
            AppTerminals terminals,
            ComputeEngine engine,
            ProcessTree processes) {
        this.owners = owners;
        this.apps = apps;
        this.runtime = runtime;
        this.terminals = terminals;
        this.engine = engine;
        this.processes = processes;
    }

    /** The app's open terminals, the oldest first; none while it is not in service. */
    public List<TerminalView> list(Caller caller, AppKey key) {
        String appId = apps.get(caller, key).app().appId();
        Optional<AppConnection> connection = runtime.connection(appId);
        if (connection.isEmpty()) {
            return List.of();
        }
        List<Terminal> open = terminals.list(connection.get());
        List<Long> shells = shells(appId);
        List<TerminalView> views = new ArrayList<>();
        for (int i = 0; i < open.size(); i++) {
            // the server lists its terminals in the order in which it started their shells
            OptionalLong memory = shells.size() == open.size() ? processes.memory(shells.get(i)) : OptionalLong.empty();
            views.add(new TerminalView(open.get(i), memory.isPresent() ? memory.getAsLong() : null));
        }
        return views;
    }

    /**
     * Opens a terminal in an app that is in service; {@code NOT_READY} while it is not.
     *
     * @param request with the server's own name for it, if any
     */
    @Audited(value = "CreateTerminal", type = AuditedType.APP)
    public TerminalView create(Caller caller, AppKey key, NewTerminal request) {
        if (!request.name().isEmpty() && !NAME.matcher(request.name()).matches()) {
            throw AtelierException.invalid("name", "must be letters, digits and underscores, 64 at most");
        }
        return new TerminalView(terminals.create(owned(caller, key), request), null);
    }

    /** Ends a terminal with what runs in it. Deleting what is gone does nothing. */
    @Audited(value = "DeleteTerminal", type = AuditedType.APP)
    public void delete(Caller caller, AppKey key, String name) {
        AppConnection app = owned(caller, key);
        if (NAME.matcher(name).matches()) {
            terminals.end(app, name);
        }
    }

    private AppConnection owned(Caller caller, AppKey key) {
        owners.requireUse(caller, key.owner());
        return runtime.connection(apps.get(caller, key).app().appId())
                .orElseThrow(() -> AtelierException.notReady("The app '" + key.appName() + "' is not in service."));
    }

    /** The processes that lead a terminal of the app's server, the oldest first; none where that cannot be told. */
    private List<Long> shells(String appId) {
        OptionalLong server = engine.serverProcess(appId);
        if (server.isEmpty()) {
            return List.of();
        }
        return processes.children(server.getAsLong()).stream()
                .filter(child -> child.terminal() != 0 && child.session() == child.pid())
                .sorted(Comparator.comparingLong(ProcessTree.Entry::start).thenComparingLong(ProcessTree.Entry::pid))
                .map(ProcessTree.Entry::pid)
                .toList();
    }
}
