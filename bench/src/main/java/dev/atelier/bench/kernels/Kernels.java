package dev.atelier.bench.kernels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.atelier.bench.BenchException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Starts kernels through the REST API of Jupyter: that of a stock server, or Atelier's. */
final class Kernels {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int CREATED = 201;

    private Kernels() {}

    /** @param base with a trailing slash */
    static Address start(HttpClient http, URI base, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("api/kernels"))
                .header("Authorization", "token " + token)
                .header("Content-Type", "application/json")
                .timeout(LIMIT)
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"python3\"}"))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != CREATED) {
            throw new BenchException(base + " started no kernel: " + answer.statusCode() + " " + answer.body());
        }
        JsonNode model = JSON.readTree(answer.body());
        return new Address(base.resolve("api/kernels/" + model.path("id").asText()), token);
    }
}
