package dev.atelier.studio.jupyter;

import dev.atelier.studio.app.AppConnection;
import dev.atelier.studio.terminal.AppTerminals;
import dev.atelier.studio.terminal.Terminal;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The terminals of a Lab as Jupyter's API has them: polls are answered from memory, the rest is watched on its way. */
@ApplicationScoped
class LabTerminals {
    private static final Pattern SOCKET = Pattern.compile("terminals/websocket/([^/]+)");
    private static final Pattern API = Pattern.compile("api/terminals(?:/[^/]*)?");
    private static final Pattern LIST = Pattern.compile("api/terminals/?");

    private static final AppTerminals.Visit NOT_A_TERMINAL = new AppTerminals.Visit() {
        @Override
        public void active() {}

        @Override
        public void ended() {}
    };

    private final AppTerminals terminals;

    LabTerminals(AppTerminals terminals) {
        this.terminals = terminals;
    }

    /** Whether the request is answered by {@link #list}. */
    static boolean isPoll(HttpServerRequest request, JupyterPath path) {
        return request.method().equals(HttpMethod.GET)
                && LIST.matcher(path.rest()).matches();
    }

    /** The answer to {@code GET api/terminals}. */
    JupyterAnswer list(AppConnection lab) {
        JsonArray models = new JsonArray();
        for (Terminal terminal : terminals.list(lab)) {
            models.add(new JsonObject()
                    .put("name", terminal.name())
                    .put("last_activity", Models.time(terminal.lastActivity())));
        }
        return JupyterAnswer.json(models);
    }

    /** Notices a request that makes or ends a terminal before its client sees the answer. */
    void watch(HttpServerRequest request, JupyterPath path, AppConnection lab) {
        if (!request.method().equals(HttpMethod.GET) && API.matcher(path.rest()).matches()) {
            request.response().headersEndHandler(_ -> terminals.changed(lab.appId()));
        }
    }

    /** A WebSocket that is being opened: a terminal's, or another. */
    AppTerminals.Visit visit(JupyterPath path, AppConnection lab) {
        Matcher socket = SOCKET.matcher(path.rest());
        return socket.matches() ? terminals.visit(lab.appId(), socket.group(1)) : NOT_A_TERMINAL;
    }
}
