package dev.atelier.platform.security;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Requests to the OpenID provider. They block; redirects are not followed, and answers are bounded. */
final class ProviderHttp {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final long MAX_ANSWER = 1024 * 1024;

    private ProviderHttp() {}

    /** The body of a document; an error when the answer is not 200. */
    static String get(URI uri) throws IOException {
        return send(HttpRequest.newBuilder(uri).header("Accept", "application/json"));
    }

    /** Posts a form. */
    static String post(URI uri, Map<String, String> form, @Nullable String authorization) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(form(form)));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return send(request);
    }

    /** {@code name=value&…}, encoded. */
    static String form(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String send(HttpRequest.Builder request) throws IOException {
        HttpRequest made = request.timeout(TIMEOUT).build();
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build()) {
            HttpResponse<String> answer = client.send(
                    made,
                    HttpResponse.BodyHandlers.limiting(
                            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8), MAX_ANSWER));
            if (answer.statusCode() != 200) {
                throw new IOException(made.uri() + " answers " + answer.statusCode());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
