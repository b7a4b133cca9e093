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

/** Chapter 5: the best candidate as an endpoint: deployed, asked by CSV and by JSON, moved to another candidate under load. */
final class EndpointChapter {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int CLIENTS = 5;
    private static final int LOAD_ROWS = 2000;
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

    /** Makes an endpoint of the same name as the job. */
    void run(String job) {
        report.chapter("Endpoint");
        report.step(() -> deploy(job));
        report.step(() -> invoke(job));
        report.step(() -> update(job));
        report.step(() -> captured(job));
    }

    /** Ends it. */
    void end(String job) {
        report.step(() -> delete(job));
    }

    private String deploy(String name) {
        autopilot.post(
                "/endpoints",
                Map.of("endpointName", name, "autoMlJobName", name, "dataCapture", Map.of("samplingPercentage", 100)));
        cleanUp.later("endpoint " + name, () -> autopilot.delete("/endpoints/" + name));
        JsonNode endpoint = Waiting.until("The endpoint", LIMIT, () -> autopilot.get("/endpoints/" + name), found -> {
            require(!found.path("status").asText().equals("Failed"), "The endpoint failed: " + found);
            return found.path("status").asText().equals("InService");
        });
        return "POST /endpoints: " + endpoint.path("candidateName").asText() + " InService on "
                + endpoint.path("instanceType").asText();
    }

    private String update(String name) {
        String next = null;
        for (JsonNode candidate :
                autopilot.get("/automl-jobs/" + name + "/candidates").path("items")) {
            if (candidate.path("rank").asInt() == 2) {
                next = candidate.path("candidateName").asText();
            }
        }
        require(next != null, "The job has only one candidate");
        List<String> rows = BankMarketing.clients(LOAD_ROWS).stream()
                .map(row -> String.join(",", row) + "\n")
                .toList();
        long start = System.nanoTime();
        try (Load load = Load.on(autopilot, name, rows)) {
            Waiting.until("The first answers under load", LIMIT, load::answered, answered -> answered > 50);
            autopilot.patch("/endpoints/" + name, Map.of("autoMlJobName", name, "candidateName", next));
            String wanted = next;
            Waiting.until("The update", LIMIT, () -> autopilot.get("/endpoints/" + name), found -> {
                require(!found.hasNonNull("failureReason"), "The update failed: " + found);
                return found.path("status").asText().equals("InService")
                        && found.path("candidateName").asText().equals(wanted);
            });
            long before = load.answered();
            Waiting.until("Answers after the update", LIMIT, load::answered, answered -> answered > before + 50);
            load.end();
            require(load.failures().isEmpty(), "Requests failed during the update: " + load.failures());
            double seconds = (System.nanoTime() - start) / 1e9;
            return String.format(
                    Locale.ROOT,
                    "PATCH /endpoints to %s: InService; %d requests meanwhile (%.0f a second), none failed",
                    next,
                    load.answered(),
                    load.answered() / seconds);
        }
    }

    private String captured(String name) {
        JsonNode files = Waiting.until(
                "The captured requests",
                LIMIT,
                () -> autopilot.get("/endpoints/" + name + "/captures"),
                found -> !found.isEmpty());
        String record = autopilot
                .text("/endpoints/" + name + "/captures/"
                        + files.path(0).path("path").asText())
                .lines()
                .findFirst()
                .orElse("");
        require(record.contains("\"endpointInput\""), "A captured request reads " + record);
        return "GET /endpoints/…/captures: " + files.size() + " files of requests and answers";
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
                () -> autopilot.status("/endpoints/" + name),
                status -> status == 404);
        return "DELETE /endpoints/" + name + ": gone, and so is its cost per hour";
    }
}
