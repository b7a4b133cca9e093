package dev.atelier.walk;

import static dev.atelier.walk.StepFailedException.require;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.ByteString;
import dev.atelier.autopilot.v1.EndpointServiceGrpc;
import dev.atelier.autopilot.v1.InvokeEndpointRequest;
import dev.atelier.walk.client.Rest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Chapter 4: the best candidate as an endpoint: deployed, asked by CSV and by JSON, deleted. */
final class EndpointChapter {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int CLIENTS = 5;
    private static final double SAME = 1e-9;

    private final Report report;
    private final CleanUp cleanUp;
    private final Rest autopilot;
    private final EndpointServiceGrpc.EndpointServiceBlockingStub endpoints;

    EndpointChapter(Atelier atelier, Report report, CleanUp cleanUp, Visit visit) {
        this.report = report;
        this.cleanUp = cleanUp;
        this.autopilot = atelier.autopilot(visit.token());
        this.endpoints = EndpointServiceGrpc.newBlockingStub(atelier.autopilotGrpc(visit.token()));
    }

    void run(String job) {
        report.chapter("Endpoint");
        report.step(() -> deploy(job));
        report.step(() -> invoke(job));
        report.step(() -> delete(job));
    }

    private String deploy(String name) {
        autopilot.post("/endpoints", Map.of("endpointName", name, "autoMlJobName", name));
        cleanUp.later("endpoint " + name, () -> autopilot.delete("/endpoints/" + name));
        JsonNode endpoint = Waiting.until("The endpoint", LIMIT, () -> autopilot.get("/endpoints/" + name), found -> {
            require(!found.path("status").asText().equals("Failed"), "The endpoint failed: " + found);
            return found.path("status").asText().equals("InService");
        });
        return "POST /endpoints: " + endpoint.path("candidateName").asText() + " InService on "
                + endpoint.path("instanceType").asText();
    }

    private String invoke(String name) {
        List<List<String>> clients = BankMarketing.clients(CLIENTS);
        List<Double> byCsv = csv(name, clients);
        List<Double> byJson = json(name, clients);
        for (int i = 0; i < CLIENTS; i++) {
            require(
                    Math.abs(byCsv.get(i) - byJson.get(i)) < SAME,
                    "Client " + i + " has " + byCsv.get(i) + " by CSV and " + byJson.get(i) + " by JSON");
        }
        String shown = byCsv.stream()
                .map(probability -> String.format(Locale.ROOT, "%.3f", probability))
                .collect(Collectors.joining(", "));
        return "Invoke by CSV (REST) and JSON (gRPC): the same for " + CLIENTS + " clients, P(yes) " + shown;
    }

    /** Rows with a header, answered with one. */
    private List<Double> csv(String name, List<List<String>> clients) {
        String rows = String.join(",", BankMarketing.features()) + "\n"
                + clients.stream().map(row -> String.join(",", row)).collect(Collectors.joining("\n", "", "\n"));
        List<String> lines = autopilot
                .post("/endpoints/" + name + "/invocations", "text/csv", rows)
                .lines()
                .toList();
        require(lines.size() == CLIENTS + 1, "Asked for " + CLIENTS + " rows, got " + lines);
        int column = List.of(lines.getFirst().split(",", -1)).indexOf("probability_yes");
        require(column >= 0, "No probability_yes in " + lines.getFirst());
        return lines.stream()
                .skip(1)
                .map(line -> Double.valueOf(line.split(",", -1)[column]))
                .toList();
    }

    private List<Double> json(String name, List<List<String>> clients) {
        List<String> features = BankMarketing.features();
        List<Map<String, Object>> instances = clients.stream()
                .map(row -> {
                    Map<String, Object> instance = new LinkedHashMap<>();
                    for (int i = 0; i < row.size(); i++) {
                        instance.put(features.get(i), value(row.get(i)));
                    }
                    return instance;
                })
                .toList();
        ByteString answer = endpoints
                .invokeEndpoint(InvokeEndpointRequest.newBuilder()
                        .setEndpointName(name)
                        .setContentType("application/json")
                        .setBody(ByteString.copyFromUtf8(
                                JSON.valueToTree(Map.of("instances", instances)).toString()))
                        .build())
                .getBody();
        try {
            JsonNode predictions = JSON.readTree(answer.toStringUtf8()).path("predictions");
            require(predictions.size() == CLIENTS, "Asked for " + CLIENTS + " rows, got " + predictions);
            return predictions
                    .valueStream()
                    .map(prediction ->
                            prediction.path("probabilities").path("yes").asDouble())
                    .toList();
        } catch (JacksonException e) {
            throw new StepFailedException("The endpoint answered no JSON: " + answer.toStringUtf8(), e);
        }
    }

    private static Object value(String text) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException _) {
            return text;
        }
    }

    private String delete(String name) {
        autopilot.delete("/endpoints/" + name);
        Waiting.until(
                "The end of the endpoint",
                LIMIT,
                () -> autopilot.status("/endpoints/" + name) == 404
                        ? "Deleted"
                        : autopilot.get("/endpoints/" + name).path("status").asText(),
                "Deleted"::equals);
        return "DELETE /endpoints/" + name + ": gone, and so is its cost per hour";
    }
}
