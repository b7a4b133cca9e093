package dev.atelier.studio.jupyter;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.studio.kernel.KernelOperations;
import dev.atelier.studio.kernel.KernelView;
import dev.atelier.studio.kernel.NewKernel;
import dev.atelier.studio.kernel.NewSession;
import dev.atelier.studio.kernel.SessionOperations;
import dev.atelier.studio.kernel.SessionView;
import dev.atelier.studio.tenancy.Owner;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Jupyter's REST API for kernels, sessions, kernel specs and terminals, answered from Atelier's own state. No poll asks an instance,
 * however often clients do. Runs on virtual threads.
 */
@ApplicationScoped
class JupyterApi {
    private static final Map<String, String> LOGOS =
            Map.of("logo-svg.svg", "image/svg+xml", "logo-64x64.png", "image/png");

    /** Less than the clients of a gateway wait for an answer. */
    private static final Duration START_PATIENCE = Duration.ofSeconds(30);

    private final KernelOperations kernels;
    private final SessionOperations sessions;
    private final KernelSpecs specs;
    private final List<JupyterRoute> routes;

    JupyterApi(KernelOperations kernels, SessionOperations sessions, KernelSpecs specs, TerminalApi terminals) {
        this.kernels = kernels;
        this.sessions = sessions;
        this.specs = specs;
        this.routes = Stream.concat(own().stream(), terminals.routes().stream()).toList();
    }

    private List<JupyterRoute> own() {
        return List.of(
                new JupyterRoute(HttpMethod.GET, "api/kernels", this::listKernels),
                new JupyterRoute(HttpMethod.POST, "api/kernels", this::createKernel),
                new JupyterRoute(HttpMethod.GET, "api/kernels/{kernelId}", this::getKernel),
                new JupyterRoute(HttpMethod.DELETE, "api/kernels/{kernelId}", this::deleteKernel),
                new JupyterRoute(HttpMethod.POST, "api/kernels/{kernelId}/interrupt", this::interruptKernel),
                new JupyterRoute(HttpMethod.POST, "api/kernels/{kernelId}/restart", this::restartKernel),
                new JupyterRoute(HttpMethod.GET, "api/sessions", this::listSessions),
                new JupyterRoute(HttpMethod.POST, "api/sessions", this::createSession),
                new JupyterRoute(HttpMethod.GET, "api/sessions/{sessionId}", this::getSession),
                new JupyterRoute(HttpMethod.PATCH, "api/sessions/{sessionId}", this::updateSession),
                new JupyterRoute(HttpMethod.DELETE, "api/sessions/{sessionId}", this::deleteSession),
                new JupyterRoute(HttpMethod.GET, "api/kernelspecs", this::listSpecs),
                new JupyterRoute(HttpMethod.GET, "api/kernelspecs/{spec}", this::getSpec),
                new JupyterRoute(HttpMethod.GET, "kernelspecs/{spec}/{resource}", JupyterApi::logo));
    }

    /** Everything that is answered here. */
    List<JupyterRoute> routes() {
        return routes;
    }

    /** Whether the path, after the owner's base, is answered here. */
    static boolean owns(String rest) {
        return isUnder(rest, "api/kernels")
                || isUnder(rest, "api/sessions")
                || isUnder(rest, "api/kernelspecs")
                || isUnder(rest, "kernelspecs")
                || TerminalApi.owns(rest);
    }

    static boolean isUnder(String rest, String root) {
        return rest.equals(root) || rest.startsWith(root + "/");
    }

    /** Answers a request; a trailing slash does not count. */
    JupyterAnswer answer(Caller caller, Owner owner, HttpMethod method, String rest, Buffer body) {
        List<String> parts = List.of(rest.split("/"));
        List<JupyterRoute> there =
                routes.stream().filter(route -> route.matches(parts)).toList();
        if (there.isEmpty()) {
            throw AtelierException.notFound("Jupyter resource", rest);
        }
        return there.stream()
                .filter(route -> route.method().equals(method))
                .findFirst()
                .map(route -> route.handler().answer(new JupyterRequest(caller, owner, parts, body)))
                .orElseGet(() -> JupyterAnswer.error(405, "There is no such operation.", "method-not-allowed"));
    }

    private JupyterAnswer listKernels(JupyterRequest request) {
        JsonArray models = new JsonArray();
        kernels.live(request.owner()).forEach(kernel -> models.add(Models.kernel(kernel)));
        return JupyterAnswer.json(models);
    }

    private JupyterAnswer createKernel(JupyterRequest request) {
        JsonObject body = request.json();
        KernelView created = kernels.create(
                request.caller(),
                wanted(request.owner(), text(body, "name"), text(body, "path"), environment(object(body, "env"))),
                null);
        JsonObject model =
                Models.kernel(kernels.started(request.caller(), created.kernel().kernelId(), START_PATIENCE));
        return JupyterAnswer.created(model, JupyterPath.base(request.owner()) + "api/kernels/" + model.getString("id"));
    }

    private JupyterAnswer getKernel(JupyterRequest request) {
        return JupyterAnswer.json(200, Models.kernel(ownKernel(request)));
    }

    private JupyterAnswer deleteKernel(JupyterRequest request) {
        ownKernel(request);
        kernels.delete(request.caller(), request.id());
        return JupyterAnswer.empty();
    }

    private JupyterAnswer interruptKernel(JupyterRequest request) {
        ownKernel(request);
        kernels.interrupt(request.caller(), request.id());
        return JupyterAnswer.empty();
    }

    private JupyterAnswer restartKernel(JupyterRequest request) {
        ownKernel(request);
        return JupyterAnswer.json(200, Models.kernel(kernels.restart(request.caller(), request.id())));
    }

    /** An administrator who is at one user's surface sees only that user's there. */
    private KernelView ownKernel(JupyterRequest request) {
        KernelView kernel = kernels.get(request.caller(), request.id());
        if (!kernel.kernel().owner().equals(request.owner())) {
            throw AtelierException.notFound("kernel", request.id());
        }
        return kernel;
    }

    private JupyterAnswer listSessions(JupyterRequest request) {
        JsonArray models = new JsonArray();
        sessions.live(request.owner()).forEach(session -> models.add(Models.session(session)));
        return JupyterAnswer.json(models);
    }

    private JupyterAnswer createSession(JupyterRequest request) {
        SessionView session = sessions.create(request.caller(), newSession(request.owner(), request.json()), null);
        return JupyterAnswer.created(
                Models.session(session),
                JupyterPath.base(request.owner()) + "api/sessions/"
                        + session.session().sessionId());
    }

    private JupyterAnswer getSession(JupyterRequest request) {
        return JupyterAnswer.json(200, Models.session(ownSession(request)));
    }

    private JupyterAnswer updateSession(JupyterRequest request) {
        SessionView session = ownSession(request);
        return JupyterAnswer.json(200, Models.session(patch(request.caller(), session, request.json())));
    }

    private JupyterAnswer deleteSession(JupyterRequest request) {
        ownSession(request);
        sessions.delete(request.caller(), request.id());
        return JupyterAnswer.empty();
    }

    private SessionView ownSession(JupyterRequest request) {
        SessionView session = sessions.get(request.caller(), request.id());
        if (!session.session().owner().equals(request.owner())) {
            throw AtelierException.notFound("session", request.id());
        }
        return session;
    }

    private SessionView patch(Caller caller, SessionView session, JsonObject body) {
        JsonObject notebook = object(body, "notebook");
        JsonObject kernel = object(body, "kernel");
        String id = session.session().sessionId();
        String kernelId = text(kernel, "id");
        String kernelName = text(kernel, "name");
        if (kernelId.isEmpty() && !kernelName.isEmpty()) {
            SpecName name = specs.resolve(session.session().owner(), kernelName);
            sessions.switchTo(caller, id, name.kernel(), name.image(), name.instanceType());
        }
        return sessions.update(
                caller,
                id,
                first(body, notebook, "path"),
                first(body, notebook, "name"),
                body.getValue("type") == null ? null : text(body, "type"),
                kernelId.isEmpty() ? null : kernelId);
    }

    private NewSession newSession(Owner owner, JsonObject body) {
        JsonObject kernel = object(body, "kernel");
        JsonObject notebook = object(body, "notebook");
        String path = text(body, "path").isEmpty() ? text(notebook, "path") : text(body, "path");
        String name = text(body, "name").isEmpty() ? text(notebook, "name") : text(body, "name");
        return new NewSession(
                wanted(owner, text(kernel, "name"), path, environment(object(kernel, "env"))),
                text(kernel, "id"),
                name,
                text(body, "type"));
    }

    private NewKernel wanted(Owner owner, String specName, String path, Map<String, String> env) {
        SpecName name = specs.resolve(owner, specName);
        return new NewKernel(owner, name.kernel(), name.image(), name.instanceType(), path, env);
    }

    /** Jupyter's clients send numbers too. */
    private static Map<String, String> environment(JsonObject env) {
        Map<String, String> variables = new LinkedHashMap<>();
        env.forEach(variable -> {
            if (variable.getValue() instanceof JsonObject || variable.getValue() instanceof JsonArray) {
                throw AtelierException.invalid("env." + variable.getKey(), "must be a text");
            }
            variables.put(variable.getKey(), variable.getValue() == null ? "" : String.valueOf(variable.getValue()));
        });
        return variables;
    }

    private JupyterAnswer listSpecs(JupyterRequest request) {
        return JupyterAnswer.json(200, specs.all(request.owner()));
    }

    private JupyterAnswer getSpec(JupyterRequest request) {
        return specs.one(request.owner(), request.id())
                .map(spec -> JupyterAnswer.json(200, spec))
                .orElseThrow(() -> AtelierException.notFound("kernel spec", request.id()));
    }

    private static JupyterAnswer logo(JupyterRequest request) {
        String name = request.parts().getLast();
        String type = LOGOS.get(name);
        if (type == null) {
            throw AtelierException.notFound("kernel spec resource", name);
        }
        try (InputStream logo = JupyterApi.class.getResourceAsStream("/lab/" + name)) {
            if (logo == null) {
                throw AtelierException.notFound("kernel spec resource", name);
            }
            return new JupyterAnswer(200, type, Buffer.buffer(logo.readAllBytes()), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(JsonObject json, String field) {
        Object value = json.getValue(field);
        if (value == null) {
            return "";
        }
        if (value instanceof String text) {
            return text;
        }
        throw AtelierException.invalid(field, "must be a string");
    }

    private static @Nullable String first(JsonObject one, JsonObject other, String field) {
        if (one.getValue(field) != null) {
            return text(one, field);
        }
        return other.getValue(field) == null ? null : text(other, field);
    }

    private static JsonObject object(JsonObject json, String field) {
        Object value = json.getValue(field);
        if (value == null) {
            return new JsonObject();
        }
        if (value instanceof JsonObject object) {
            return object;
        }
        throw AtelierException.invalid(field, "must be an object");
    }
}
