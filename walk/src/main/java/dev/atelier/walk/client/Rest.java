package dev.atelier.walk.client;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.atelier.walk.StepFailedException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** One service's REST API, called as one caller. */
public final class Rest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient http;
    private final String base;
    private final String token;

    /** Calls {@code http://host:port} with a bearer token. */
    public Rest(HttpClient http, String service, String token) {
        this.http = http;
        this.base = service + "/api/v1";
        this.token = token;
    }

    public JsonNode get(String path) {
        return json(send(request(path).GET()));
    }

    /** Creates something. The key makes a repeated call harmless; here every call is a new one. */
    public JsonNode post(String path, Map<String, ?> body) {
        return json(send(request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(JSON.valueToTree(body).toString()))));
    }

    public String post(String path, String contentType, String body) {
        return checked(send(request(path)
                        .header("Content-Type", contentType)
                        .header("Accept", contentType)
                        .POST(HttpRequest.BodyPublishers.ofString(body))))
                .body();
    }

    /** Sends a table. */
    public JsonNode postTable(String path, String csv) {
        return json(
                send(request(path).header("Content-Type", "text/csv").POST(HttpRequest.BodyPublishers.ofString(csv))));
    }

    /** Changes something. */
    public JsonNode patch(String path, Map<String, ?> body) {
        return json(send(request(path)
                .header("Content-Type", "application/json")
                .method(
                        "PATCH",
                        HttpRequest.BodyPublishers.ofString(
                                JSON.valueToTree(body).toString()))));
    }

    /** Stores a file. */
    public JsonNode put(String path, byte[] content) {
        return json(send(request(path)
                .header("Content-Type", "application/octet-stream")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(content))));
    }

    /** What there is to read, as it is. */
    public String text(String path) {
        return checked(send(request(path).GET())).body();
    }

    /** Deletes something; what is gone already is fine. */
    public void delete(String path) {
        HttpResponse<String> response = send(request(path).DELETE());
        if (response.statusCode() != 404) {
            checked(response);
        }
    }

    /** The status code of a GET, whatever it is. */
    public int status(String path) {
        return send(request(path).GET()).statusCode();
    }

    /** A path segment or query value. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new StepFailedException(base + " does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StepFailedException("interrupted", e);
        }
    }

    private static HttpResponse<String> checked(HttpResponse<String> response) {
        if (response.statusCode() / 100 != 2) {
            throw new StepFailedException(response.request().method() + " " + response.uri() + " answered "
                    + response.statusCode() + ": " + response.body());
        }
        return response;
    }

    private static JsonNode json(HttpResponse<String> response) {
        String body = checked(response).body();
        try {
            return JSON.readTree(body.isEmpty() ? "{}" : body);
        } catch (JacksonException e) {
            throw new StepFailedException("No JSON from " + response.uri() + ": " + body, e);
        }
    }
}
