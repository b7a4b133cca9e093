package dev.atelier.studio.jupyter;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.ErrorCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/** An answer in Jupyter's manner. */
record JupyterAnswer(int status, String contentType, Buffer body, Map<String, String> headers) {
    private static final String JSON = "application/json";
    private static final int UNAVAILABLE = 503;

    static JupyterAnswer json(int status, JsonObject body) {
        return new JupyterAnswer(status, JSON, body.toBuffer(), Map.of());
    }

    static JupyterAnswer json(JsonArray body) {
        return new JupyterAnswer(200, JSON, body.toBuffer(), Map.of());
    }

    static JupyterAnswer created(JsonObject body, String location) {
        return new JupyterAnswer(201, JSON, body.toBuffer(), Map.of("Location", location));
    }

    static JupyterAnswer empty() {
        return new JupyterAnswer(204, "", Buffer.buffer(), Map.of());
    }

    static JupyterAnswer html(int status, String html) {
        return new JupyterAnswer(status, "text/html; charset=utf-8", Buffer.buffer(html), Map.of());
    }

    /** {@code {message, reason}}, as Jupyter's clients expect it; {@code reason} is the catalogue's code. */
    static JupyterAnswer error(int status, String message, String reason) {
        return json(status, new JsonObject().put("message", message).put("reason", reason));
    }

    static JupyterAnswer error(AtelierException e) {
        int status = e.code() == ErrorCode.UNKNOWN_KERNEL ? 400 : e.code().httpStatus();
        JupyterAnswer answer = error(status, e.detail(), e.code().code());
        return status == UNAVAILABLE ? answer.with("Retry-After", "2") : answer;
    }

    JupyterAnswer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new JupyterAnswer(status, contentType, body, Map.copyOf(more));
    }

    void send(HttpServerResponse response) {
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status);
        if (!contentType.isEmpty()) {
            response.putHeader("Content-Type", contentType);
        }
        response.putHeader("Cache-Control", "no-store");
        response.putHeader("X-Content-Type-Options", "nosniff");
        headers.forEach(response::putHeader);
        response.end(body);
    }
}
