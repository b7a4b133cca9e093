package dev.atelier.studio.jupyter;

import dev.atelier.api.error.AtelierException;
import dev.atelier.studio.app.AppConnection;
import dev.atelier.studio.app.AppKey;
import dev.atelier.studio.app.AppType;
import dev.atelier.studio.app.AppView;
import dev.atelier.studio.tenancy.Owner;
import dev.atelier.studio.terminal.AppTerminals;
import dev.atelier.studio.terminal.ImageTerminals;
import dev.atelier.studio.terminal.NewTerminal;
import dev.atelier.studio.terminal.Terminal;
import dev.atelier.studio.terminal.TerminalName;
import dev.atelier.studio.terminal.TerminalOperations;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Jupyter's REST API for terminals: the Lab's system terminals and, beside them, the image terminals of the owner's KernelGateway apps. A body
 * with {@code image} or {@code instanceType} opens an image terminal; polls are answered from memory. Runs on virtual threads.
 */
@ApplicationScoped
class TerminalApi {
    private static final String ROOT = "api/terminals";
    /** Less than browsers and proxies wait for an answer. */
    private static final Duration START_PATIENCE = Duration.ofSeconds(30);

    private final Labs labs;
    private final AppTerminals terminals;
    private final ImageTerminals images;
    private final TerminalOperations operations;

    TerminalApi(Labs labs, AppTerminals terminals, ImageTerminals images, TerminalOperations operations) {
        this.labs = labs;
        this.terminals = terminals;
        this.images = images;
        this.operations = operations;
    }

    List<JupyterRoute> routes() {
        return List.of(
                new JupyterRoute(HttpMethod.GET, ROOT, this::list),
                new JupyterRoute(HttpMethod.POST, ROOT, this::create),
                new JupyterRoute(HttpMethod.GET, ROOT + "/{terminal}", this::get),
                new JupyterRoute(HttpMethod.DELETE, ROOT + "/{terminal}", this::delete));
    }

    /** Whether the path, after the owner's base, is answered here. */
    static boolean owns(String rest) {
        return JupyterApi.isUnder(rest, ROOT);
    }

    private JupyterAnswer list(JupyterRequest request) {
        JsonArray models = new JsonArray();
        all(request.owner()).forEach(terminal -> models.add(model(terminal)));
        return JupyterAnswer.json(models);
    }

    private JupyterAnswer get(JupyterRequest request) {
        return all(request.owner()).stream()
                .filter(terminal -> terminal.name().equals(request.id()))
                .findFirst()
                .map(terminal -> JupyterAnswer.json(200, model(terminal)))
                .orElseThrow(() -> AtelierException.notFound("terminal", request.id()));
    }

    private JupyterAnswer create(JupyterRequest request) {
        JsonObject body = request.json();
        String image = JupyterApi.text(body, "image");
        String instanceType = JupyterApi.text(body, "instanceType");
        String name = JupyterApi.text(body, "name");
        String cwd = JupyterApi.text(body, "cwd");
        Optional<TerminalName> known = TerminalName.parse(name);
        Terminal opened;
        if (body.containsKey("image") || body.containsKey("instanceType")) {
            opened = images.open(
                    request.caller(),
                    request.owner(),
                    image,
                    instanceType,
                    new NewTerminal(known.map(TerminalName::name).orElse(name), cwd),
                    START_PATIENCE);
        } else if (known.isPresent()) {
            opened = images.reopen(request.caller(), request.owner(), known.get(), cwd);
        } else {
            opened = operations
                    .create(request.caller(), lab(request.owner()), new NewTerminal(name, cwd))
                    .terminal();
        }
        return JupyterAnswer.json(200, model(opened));
    }

    private JupyterAnswer delete(JupyterRequest request) {
        if (all(request.owner()).stream().noneMatch(open -> open.name().equals(request.id()))) {
            throw AtelierException.notFound("terminal", request.id());
        }
        Optional<TerminalName> name = TerminalName.parse(request.id());
        if (name.isPresent()) {
            images.end(request.caller(), request.owner(), name.get());
        } else {
            operations.delete(request.caller(), lab(request.owner()), request.id());
        }
        return JupyterAnswer.empty();
    }

    /** The system terminals first. Without a Lab there are none, and that is said unless there are others. */
    private List<Terminal> all(Owner owner) {
        List<Terminal> open = new ArrayList<>();
        Optional<AppConnection> lab = labs.remembered(owner).or(() -> labs.find(owner));
        lab.ifPresent(connection -> open.addAll(terminals.list(connection)));
        open.addAll(images.list(owner));
        if (lab.isEmpty() && open.isEmpty()) {
            throw LabRequests.noLab();
        }
        return open;
    }

    private AppKey lab(Owner owner) {
        String name = labs.app(owner).map(AppView::appName).orElseThrow(LabRequests::noLab);
        return new AppKey(owner, AppType.JUPYTER_SERVER, name);
    }

    private static JsonObject model(Terminal terminal) {
        return new JsonObject().put("name", terminal.name()).put("last_activity", Models.time(terminal.lastActivity()));
    }
}
