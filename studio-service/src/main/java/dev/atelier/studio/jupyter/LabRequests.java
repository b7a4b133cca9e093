package dev.atelier.studio.jupyter;

import dev.atelier.api.error.AtelierException;
import dev.atelier.studio.app.AppConnection;
import dev.atelier.studio.app.AppView;
import dev.atelier.studio.home.HomeSize;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Requests that the owner's Lab answers. A page starts the Lab; nothing else does. */
@ApplicationScoped
class LabRequests {
    private final Labs labs;
    private final LabProxy proxy;
    private final HomeSize homes;
    private final RequestWork work;

    LabRequests(Labs labs, LabProxy proxy, HomeSize homes, RequestWork work) {
        this.labs = labs;
        this.proxy = proxy;
        this.homes = homes;
        this.work = work;
    }

    /** Forwards a request, within the quota of the home directory. */
    void forward(HttpServerRequest request, JupyterPath path) {
        if (path.rest().isEmpty()) {
            request.resume();
            request.response()
                    .setStatusCode(302)
                    .putHeader("Location", path.base() + "lab")
                    .end();
            return;
        }
        Optional<String> written = LabFiles.written(request.method(), path.rest());
        if (written.isPresent()) {
            work.later(
                    request,
                    () -> {
                        homes.requireRoom(path.owner(), written.get(), LabFiles.length(request));
                        return path;
                    },
                    checked -> findLab(request, checked));
        } else {
            findLab(request, path);
        }
    }

    private void findLab(HttpServerRequest request, JupyterPath path) {
        Optional<AppConnection> remembered = labs.remembered(path.owner());
        if (remembered.isPresent()) {
            proxy.forward(request, path.owner(), remembered.get());
        } else if (path.isPage() && LabPages.isWanted(request)) {
            work.later(request, () -> labs.ensure(path.owner()), app -> open(request, path, app));
        } else {
            work.later(
                    request,
                    () -> labs.find(path.owner()).orElseThrow(LabRequests::noLab),
                    app -> proxy.forward(request, path.owner(), app));
        }
    }

    private void open(HttpServerRequest request, JupyterPath path, AppView app) {
        work.later(
                request,
                () -> labs.connection(app),
                found -> found.ifPresentOrElse(connection -> proxy.forward(request, path.owner(), connection), () -> {
                    request.resume();
                    LabPages.starting(app).send(request.response());
                }));
    }

    /** {@code UNAVAILABLE}: the owner's Lab is not running. */
    static AtelierException noLab() {
        return AtelierException.unavailable("The Lab is not running. Open its page to start it.", null);
    }
}
