package dev.atelier.local.service;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.atelier.local.LauncherException;
import dev.atelier.local.process.Processes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The few calls of the public API that the launcher makes: it uses no other door than everyone else. */
public final class StudioApi {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String DOMAIN = "default";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient http;
    private final String url;
    private final String token;

    public StudioApi(HttpClient http, String url, String token) {
        this.http = http;
        this.url = url + "/api/v1";
        this.token = token;
    }

    /** A fresh pre-signed URL of JupyterLab for a user of the domain {@code default}; both are made when missing. */
    public String jupyterLab(String userProfileName) {
        String domain = defaultDomain();
        String profiles = "/domains/" + domain + "/user-profiles";
        if (get(profiles + "/" + userProfileName).isEmpty()) {
            post(profiles, Map.of("userProfileName", userProfileName));
        }
        awaitInService(profiles + "/" + userProfileName);
        return post("/presigned-urls", Map.of("domainId", domain, "userProfileName", userProfileName))
                .path("authorizedUrl")
                .asText();
    }

    /**
     * Ends every instance, so that none is charged while nothing runs; what does not end within the limit is left to the next
     * start.
     */
    public void endInstances(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        String running = "/instances?pageSize=100&status=Running";
        JsonNode instances = get(running).orElse(JSON.createArrayNode()).path("items");
        while (!instances.isEmpty() && System.nanoTime() < deadline) {
            for (JsonNode instance : instances) {
                send(request("/instances/" + instance.path("instanceId").asText())
                        .DELETE());
            }
            Processes.pause(Duration.ofMillis(200));
            instances = get(running).orElse(JSON.createArrayNode()).path("items");
        }
    }

    private String defaultDomain() {
        String page = "/domains?pageSize=100";
        while (true) {
            JsonNode domains = get(page).orElseThrow(() -> new LauncherException("The API has no /domains"));
            for (JsonNode domain : domains.path("items")) {
                if (domain.path("domainName").asText().equals(DOMAIN)
                        && !domain.path("status").asText().startsWith("Delet")) {
                    return domain.path("domainId").asText();
                }
            }
            String next = domains.path("nextPageToken").asText("");
            if (next.isEmpty() || next.equals("null")) {
                break;
            }
            page = "/domains?pageSize=100&pageToken=" + next;
        }
        String id =
                post("/domains", Map.of("domainName", DOMAIN)).path("domainId").asText();
        awaitInService("/domains/" + id);
        return id;
    }

    private void awaitInService(String path) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            JsonNode resource = get(path).orElseThrow(() -> new LauncherException(path + " vanished"));
            String status = resource.path("status").asText();
            if (status.equals("InService")) {
                return;
            }
            if (status.equals("Failed") || System.nanoTime() > deadline) {
                throw new LauncherException(path + " is " + status + ": "
                        + resource.path("failureReason").asText());
            }
            Processes.pause(Duration.ofMillis(100));
        }
    }

    private Optional<JsonNode> get(String path) {
        HttpResponse<String> response = send(request(path).GET());
        return response.statusCode() == 404 ? Optional.empty() : Optional.of(json(response));
    }

    private JsonNode post(String path, Map<String, String> body) {
        return json(send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.valueToTree(body).toString()))));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new LauncherException("studio-service does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("Interrupted", e);
        }
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            if (response.statusCode() / 100 != 2) {
                throw new LauncherException(response.request().method() + " "
                        + response.uri().getPath() + " answered " + response.statusCode() + ": " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (JacksonException e) {
            throw new LauncherException("No JSON from " + response.uri().getPath() + ": " + response.body(), e);
        }
    }
}
