package dev.atelier.studio.jupyter;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.studio.kernel.KernelOperations;
import dev.atelier.studio.kernel.NewKernel;
import dev.atelier.studio.kernel.NewSession;
import dev.atelier.studio.kernel.SessionOperations;
import dev.atelier.studio.kernel.SessionView;
import dev.atelier.studio.tenancy.ProfileRef;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Jupyter's REST API for kernels, sessions and kernel specs, answered from Atelier's own state. Nothing here asks an instance,
 * however often clients poll. Runs on virtual threads.
 */
@ApplicationScoped
class JupyterApi {
    private static final Map<String, String> LOGOS =
            Map.of("logo-svg.svg", "image/svg+xml", "logo-64x64.png", "image/png");

    private final KernelOperations kernels;
    private final SessionOperations sessions;
    private final KernelSpecs specs;

    JupyterApi(KernelOperations kernels, SessionOperations sessions, KernelSpecs specs) {
        this.kernels = kernels;
        this.sessions = sessions;
        this.specs = specs;
    }

    /** Whether the path, after the owner's base, is answered here. */
    static boolean owns(String rest) {
        return isUnder(rest, "api/kernels")
                || isUnder(rest, "api/sessions")
                || isUnder(rest, "api/kernelspecs")
                || isUnder(rest, "kernelspecs");
    }

    private static boolean isUnder(String rest, String root) {
        return rest.equals(root) || rest.startsWith(root + "/");
    }

    /** Answers a request. */
    JupyterAnswer answer(Caller caller, ProfileRef owner, HttpMethod method, String rest, Buffer body) {
        List<String> parts = List.of(rest.split("/", -1));
        boolean api = parts.getFirst().equals("api");
        return switch (parts.get(api ? 1 : 0)) {
            case "kernels" -> kernel(new Request(caller, owner, method, parts, body));
            case "sessions" -> session(new Request(caller, owner, method, parts, body));
            default -> api ? spec(owner, parts) : logo(parts);
        };
    }

    /** @param parts of the path: api, kernels, id, action */
    private record Request(Caller caller, ProfileRef owner, HttpMethod method, List<String> parts, Buffer body) {
        boolean is(HttpMethod asked, int length) {
            return method.equals(asked) && length() == length;
        }

        /** A trailing slash does not count. */
        int length() {
            return parts.getLast().isEmpty() ? parts.size() - 1 : parts.size();
        }

        String id() {
            return parts.get(2);
        }

        JsonObject json() {
            if (body.length() == 0) {
                return new JsonObject();
            }
            try {
                return new JsonObject(body);
            } catch (DecodeException | ClassCastException _) {
                throw AtelierException.invalid("body", "must be a JSON object");
            }
        }

        JupyterAnswer unknown() {
            return JupyterAnswer.error(405, "There is no such operation.", "method-not-allowed");
        }
    }

    private JupyterAnswer kernel(Request request) {
        Caller caller = request.caller();
        if (request.is(HttpMethod.GET, 2)) {
            JsonArray models = new JsonArray();
            kernels.live(request.owner()).forEach(kernel -> models.add(Models.kernel(kernel)));
            return JupyterAnswer.json(models);
        }
        if (request.is(HttpMethod.POST, 2)) {
            JsonObject body = request.json();
            JsonObject model = Models.kernel(kernels.create(
                    caller,
                    wanted(request.owner(), text(body, "name"), text(body, "path"), environment(object(body, "env"))),
                    null));
            return JupyterAnswer.created(
                    model, JupyterPath.base(request.owner()) + "api/kernels/" + model.getString("id"));
        }
        if (request.length() < 3) {
            return request.unknown();
        }
        requireOwner(request);
        if (request.is(HttpMethod.GET, 3)) {
            return JupyterAnswer.json(200, Models.kernel(kernels.get(caller, request.id())));
        }
        if (request.is(HttpMethod.DELETE, 3)) {
            kernels.delete(caller, request.id());
            return JupyterAnswer.empty();
        }
        if (request.is(HttpMethod.POST, 4) && request.parts().get(3).equals("interrupt")) {
            kernels.interrupt(caller, request.id());
            return JupyterAnswer.empty();
        }
        if (request.is(HttpMethod.POST, 4) && request.parts().get(3).equals("restart")) {
            return JupyterAnswer.json(200, Models.kernel(kernels.restart(caller, request.id())));
        }
        return request.unknown();
    }

    private JupyterAnswer session(Request request) {
        Caller caller = request.caller();
        if (request.is(HttpMethod.GET, 2)) {
            JsonArray models = new JsonArray();
            sessions.live(request.owner()).forEach(session -> models.add(Models.session(session)));
            return JupyterAnswer.json(models);
        }
        if (request.is(HttpMethod.POST, 2)) {
            SessionView session = sessions.create(caller, newSession(request.owner(), request.json()), null);
            return JupyterAnswer.created(
                    Models.session(session),
                    JupyterPath.base(request.owner()) + "api/sessions/"
                            + session.session().sessionId());
        }
        if (request.length() != 3) {
            return request.unknown();
        }
        SessionView session = sessions.get(caller, request.id());
        if (!session.session().owner().equals(request.owner())) {
            throw AtelierException.notFound("session", request.id());
        }
        if (request.is(HttpMethod.GET, 3)) {
            return JupyterAnswer.json(200, Models.session(session));
        }
        if (request.is(HttpMethod.PATCH, 3)) {
            return JupyterAnswer.json(200, Models.session(patch(caller, session, request.json())));
        }
        if (request.is(HttpMethod.DELETE, 3)) {
            sessions.delete(caller, request.id());
            return JupyterAnswer.empty();
        }
        return request.unknown();
    }

    private SessionView patch(Caller caller, SessionView session, JsonObject body) {
        JsonObject notebook = object(body, "notebook");
        JsonObject kernel = object(body, "kernel");
        String id = session.session().sessionId();
        String kernelId = text(kernel, "id");
        String kernelName = text(kernel, "name");
        if (kernelId.isEmpty() && !kernelName.isEmpty()) {
            SpecName name = specs.resolve(kernelName);
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

    private NewSession newSession(ProfileRef owner, JsonObject body) {
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

    private NewKernel wanted(ProfileRef owner, String specName, String path, Map<String, String> env) {
        SpecName name = specs.resolve(specName);
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

    private void requireOwner(Request request) {
        if (!kernels.get(request.caller(), request.id()).kernel().owner().equals(request.owner())) {
            throw AtelierException.notFound("kernel", request.id());
        }
    }

    private JupyterAnswer spec(ProfileRef owner, List<String> parts) {
        if (parts.size() < 3 || parts.get(2).isEmpty()) {
            return JupyterAnswer.json(200, specs.all(owner));
        }
        return specs.one(owner, parts.get(2))
                .map(spec -> JupyterAnswer.json(200, spec))
                .orElseThrow(() -> AtelierException.notFound("kernel spec", parts.get(2)));
    }

    private static JupyterAnswer logo(List<String> parts) {
        String name = parts.getLast();
        String type = LOGOS.get(name);
        if (parts.size() != 3 || type == null) {
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

    private static String text(JsonObject json, String field) {
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
