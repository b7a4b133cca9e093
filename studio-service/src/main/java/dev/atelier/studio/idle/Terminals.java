package dev.atelier.studio.idle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.studio.app.AppConnection;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The terminals API of an app's Jupyter server. Calls block. */
@ApplicationScoped
class Terminals {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int NOT_FOUND = 404;
    private static final int FIRST_ERROR = 400;

    private final ObjectMapper json;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    Terminals(ObjectMapper json) {
        this.json = json;
    }

    /** @param lastActivity when something was last typed or shown in it */
    record Terminal(String name, Instant lastActivity) {}

    /** The terminals that are open; none when the server has no terminals at all. */
    List<Terminal> list(AppConnection app) {
        HttpResponse<String> answer = send(app, "GET", "api/terminals");
        if (answer.statusCode() == NOT_FOUND) {
            return List.of();
        }
        require(answer, "list terminals");
        try {
            List<Terminal> terminals = new ArrayList<>();
            for (JsonNode terminal : json.readTree(answer.body())) {
                terminals.add(new Terminal(
                        terminal.required("name").asText(),
                        Instant.parse(terminal.required("last_activity").asText())));
            }
            return terminals;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends a terminal with what runs in it; one that is gone is fine. */
    void end(AppConnection app, String name) {
        HttpResponse<String> answer = send(app, "DELETE", "api/terminals/" + name);
        if (answer.statusCode() != NOT_FOUND) {
            require(answer, "end a terminal");
        }
    }

    private HttpResponse<String> send(AppConnection app, String method, String path) {
        HttpRequest request = HttpRequest.newBuilder(app.baseUri().resolve(path))
                .timeout(TIMEOUT)
                .header("Authorization", "token " + app.secret())
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void require(HttpResponse<String> answer, String what) {
        if (answer.statusCode() >= FIRST_ERROR) {
            throw new IllegalStateException(
                    "The app's server could not " + what + ": HTTP " + answer.statusCode() + ".");
        }
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
