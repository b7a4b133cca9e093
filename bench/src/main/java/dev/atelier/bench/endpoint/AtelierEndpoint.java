package dev.atelier.bench.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.bench.BenchException;
import dev.atelier.bench.BenchInstallation;
import dev.atelier.walk.client.Rest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** One candidate with gradient boosting, trained and deployed by a user of a running Atelier. */
final class AtelierEndpoint {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final String NAME = "bench";

    private final URI invocations;
    private final String token;

    private AtelierEndpoint(URI invocations, String token) {
        this.invocations = invocations;
        this.token = token;
    }

    /** Trains and deploys; it answers when this returns. */
    static AtelierEndpoint deploy(BenchInstallation atelier, HttpClient client, String csv, String target, int rounds)
            throws InterruptedException {
        Rest studio = new Rest(client, atelier.studio().toString(), atelier.token());
        String domain = studio.post("/domains", Map.of("domainName", "bench"))
                .path("domainId")
                .asText();
        await(studio, "/domains/" + domain, found -> status(found, "InService"));
        studio.post(
                "/domains/" + domain + "/user-profiles",
                Map.of("userProfileName", NAME, "executionRole", "arn:aws:iam::123456789012:role/data-science"));
        await(studio, "/domains/" + domain + "/user-profiles/" + NAME, found -> status(found, "InService"));
        String token = studio.post("/access-tokens", Map.of("domainId", domain, "userProfileName", NAME))
                .path("accessToken")
                .asText();
        Rest autopilot = new Rest(client, atelier.autopilot().toString(), token);
        String dataset = upload(atelier, client, token, csv);
        autopilot.post(
                "/automl-jobs",
                Map.of(
                        "autoMlJobName",
                        NAME,
                        "targetColumn",
                        target,
                        "datasetId",
                        dataset,
                        "trials",
                        List.of(Map.of(
                                "trial",
                                0,
                                "name",
                                "boosting",
                                "algorithm",
                                "LightGBM",
                                "parameters",
                                Map.of("learning_rate", 0.05, "rounds", rounds)))));
        JsonNode job = await(
                autopilot, "/automl-jobs/" + NAME, found -> !status(found, "InProgress") && !status(found, "Stopping"));
        if (!status(job, "Completed")) {
            throw new BenchException("The job did not complete: " + job);
        }
        autopilot.post("/endpoints", Map.of("endpointName", NAME, "autoMlJobName", NAME));
        await(autopilot, "/endpoints/" + NAME, found -> status(found, "InService"));
        return new AtelierEndpoint(atelier.autopilot().resolve("/api/v1/endpoints/" + NAME + "/invocations"), token);
    }

    /** Sends rows through the service, as callers do. */
    Load load(HttpClient client) {
        return new Load(client, invocations, Map.of("Authorization", "Bearer " + token));
    }

    private static String upload(BenchInstallation atelier, HttpClient client, String token, String csv)
            throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(atelier.autopilot().resolve("/api/v1/datasets?name=bench.csv"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofString(csv))
                .build();
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            String id = new ObjectMapper()
                    .readTree(response.body())
                    .path("datasetId")
                    .asText();
            if (id.isEmpty()) {
                throw new BenchException("The table was not taken: " + response.statusCode());
            }
            return id;
        } catch (IOException e) {
            throw new BenchException("The table was not taken: " + e.getMessage(), e);
        }
    }

    private static JsonNode await(Rest rest, String path, Predicate<JsonNode> state) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end) {
            JsonNode found = rest.get(path);
            if (state.test(found)) {
                return found;
            }
            if (status(found, "Failed")) {
                throw new BenchException(path + " failed: " + found);
            }
            Thread.sleep(300);
        }
        throw new BenchException(path + " is not ready after " + LIMIT);
    }

    private static boolean status(JsonNode found, String status) {
        return found.path("status").asText().equals(status);
    }
}
