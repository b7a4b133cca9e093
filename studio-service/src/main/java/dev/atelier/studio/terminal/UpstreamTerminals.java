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

/** The terminals API of an app's Jupyter server. Calls block; they are made on virtual threads. */
@ApplicationScoped
class UpstreamTerminals {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    /** The terminals that are open, the oldest first; none when the server has no terminals at all. */
    List<Terminal> list(AppConnection app) {
        HttpRequest request = HttpRequest.newBuilder(app.baseUri().resolve("api/terminals"))
                .timeout(TIMEOUT)
                .header("Authorization", "token " + app.secret())
                .build();
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            return switch (answer.statusCode()) {
                case OK -> parse(answer.body());
                case NOT_FOUND -> List.of();
                default ->
                    throw AtelierException.unavailable(
                            "The app's server gave no list of terminals: HTTP " + answer.statusCode() + ".",
                            new IOException("HTTP " + answer.statusCode()));
            };
        } catch (IOException | DecodeException | DateTimeParseException e) {
            throw AtelierException.unavailable("The app's server gave no list of terminals.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AtelierException.unavailable("The service is going down.", e);
        }
    }

    private static List<Terminal> parse(String body) {
        List<Terminal> terminals = new ArrayList<>();
        for (Object item : new JsonArray(body)) {
            if (item instanceof JsonObject terminal) {
                terminals.add(new Terminal(
                        terminal.getString("name", ""), Instant.parse(terminal.getString("last_activity", "")), 0));
            }
        }
        return terminals;
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
