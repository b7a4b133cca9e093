package dev.atelier.studio.jupyter;

import dev.atelier.studio.app.AppConnection;
import dev.atelier.studio.app.AppRuntime;
import dev.atelier.studio.app.AppView;
import dev.atelier.studio.tenancy.Owner;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Finds the JupyterServer app of an owner, without asking the database for every request. */
@ApplicationScoped
class Labs {
    private final AppRuntime apps;
    private final Map<Owner, String> known = new ConcurrentHashMap<>();

    Labs(AppRuntime apps) {
        this.apps = apps;
    }

    /** Where the owner's Lab answers, if that is in memory. */
    Optional<AppConnection> remembered(Owner owner) {
        String appId = known.get(owner);
        return appId == null ? Optional.empty() : apps.connection(appId);
    }

    /** Where the owner's Lab answers; empty while it does not. It is not started for this. */
    Optional<AppConnection> find(Owner owner) {
        return apps.jupyterServer(owner).flatMap(this::connection);
    }

    /** The owner's Lab, in whatever state; empty when there is none. */
    Optional<AppView> app(Owner owner) {
        return apps.jupyterServer(owner);
    }

    /** The owner's Lab, started if there is none. */
    AppView ensure(Owner owner) {
        String appId = apps.ensureJupyterServer(owner).appId();
        return apps.app(appId).orElseThrow();
    }

    /** Where the app answers; empty while it does not. */
    Optional<AppConnection> connection(AppView app) {
        if (!app.status().equals("InService")) {
            return Optional.empty();
        }
        Optional<AppConnection> connection = apps.connection(app.appId());
        connection.ifPresent(_ -> known.put(app.owner(), app.appId()));
        return connection;
    }

    /** The app did not answer: the next request looks again. */
    void forget(Owner owner) {
        known.remove(owner);
    }
}
