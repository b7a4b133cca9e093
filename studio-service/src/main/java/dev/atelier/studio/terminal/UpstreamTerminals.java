package dev.atelier.studio.terminal;

import dev.atelier.api.error.AtelierException;
import dev.atelier.studio.app.AppConnection;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The terminals API of an app's Jupyter server. Calls block; they are made on virtual threads. */
@ApplicationScoped
class UpstreamTerminals {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int NOT_FOUND = 404;
    private static final int FIRST_ERROR = 400;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    /** The terminals that are open, the oldest first; none when the server has no terminals at all. */
    List<Terminal> list(AppConnection app) {
        HttpResponse<String> answer = send(app, "GET", "", null);
        if (answer.statusCode() == NOT_FOUND) {
            return List.of();
        }
        require(answer, "list its terminals");
        try {
            List<Terminal> terminals = new ArrayList<>();
            for (Object item : new JsonArray(answer.body())) {
                if (item instanceof JsonObject terminal) {
                    terminals.add(terminal(terminal));
                }
            }
            return terminals;
        } catch (DecodeException | DateTimeParseException e) {
            throw AtelierException.unavailable("The app's server gave no list of terminals.", e);
        }
    }

    /** Opens a terminal, or answers the open one of that name. */
    Terminal create(AppConnection app, NewTerminal request) {
        JsonObject body = new JsonObject();
        if (!request.name().isEmpty()) {
            body.put("name", request.name());
        }
        if (!request.cwd().isEmpty()) {
            body.put("cwd", request.cwd());
        }
        HttpResponse<String> answer = send(app, "POST", "", body);
        require(answer, "open a terminal");
        try {
            return terminal(new JsonObject(answer.body()));
        } catch (DecodeException | DateTimeParseException e) {
            throw AtelierException.unavailable("The app's server gave no terminal.", e);
        }
    }

    /** Ends a terminal with what runs in it; false when it was gone. */
    boolean delete(AppConnection app, String name) {
        HttpResponse<String> answer = send(app, "DELETE", "/" + name, null);
        if (answer.statusCode() == NOT_FOUND) {
            return false;
        }
        require(answer, "end a terminal");
        return true;
    }

    private HttpResponse<String> send(AppConnection app, String method, String path, @Nullable JsonObject body) {
        HttpRequest request = HttpRequest.newBuilder(app.baseUri().resolve("api/terminals" + path))
                .timeout(TIMEOUT)
                .header("Authorization", "token " + app.secret())
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.encode()))
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw AtelierException.unavailable("The app's server does not answer.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AtelierException.unavailable("The service is going down.", e);
        }
    }

    private static void require(HttpResponse<String> answer, String what) {
        if (answer.statusCode() >= FIRST_ERROR) {
            throw AtelierException.unavailable(
                    "The app's server could not %s: HTTP %d.".formatted(what, answer.statusCode()),
                    new IOException("HTTP " + answer.statusCode()));
        }
    }

    private static Terminal terminal(JsonObject model) {
        return new Terminal(model.getString("name", ""), Instant.parse(model.getString("last_activity", "")), 0);
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
