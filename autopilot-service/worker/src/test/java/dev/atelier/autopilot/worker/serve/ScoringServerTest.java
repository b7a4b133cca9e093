package dev.atelier.autopilot.worker.serve;

import static dev.atelier.autopilot.worker.TestJob.planned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.autopilot.worker.TestJob;
import dev.atelier.autopilot.worker.artefact.ModelFile;
import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.learner.Algorithm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoringServerTest {

    private static final String HEADER =
            "age,job,marital,education,default,balance,housing,loan,contact,day,month,duration,campaign,pdays,previous,poutcome";
    private static final String ROW = "33,technician,single,secondary,no,100,yes,no,cellular,5,may,900,1,-1,0,unknown";
    private static final int LIMIT = 20_000;

    @TempDir
    static Path directory;

    private static ScoringServer server;
    private static HttpClient client;

    @BeforeAll
    static void serve() throws IOException {
        TestJob job = TestJob.onResource(directory, "bank.csv", "y", Map.of())
                .profiled()
                .plan(planned(0, Algorithm.LINEAR, Map.of()), planned(1, Algorithm.XGBOOST, Map.of("rounds", 20)));
        job.trial(0);
        job.trial(1);
        job.assembled();
        server = ScoringServer.start(ModelFile.read(job.directory().ensemble().model()), "s3cret", 0, LIMIT);
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        server.close();
        client.close();
    }

    @Test
    void warmsUpByRowsThatTheModelCanScore() {
        assertThatCode(server::warmUp).doesNotThrowAnyException();
    }

    @Test
    void answersCsvAndJsonWithTheSamePrediction() throws Exception {
        HttpResponse<String> plain = post("text/csv", null, ROW + "\n");
        HttpResponse<String> named = post("text/csv", null, "target," + HEADER + "\nx," + ROW + "\n");
        HttpResponse<String> list = post("application/json", null, "{\"instances\": [" + jsonRow(true) + "]}");
        HttpResponse<String> object = post("application/json", null, "{\"instances\": [" + jsonRow(false) + "]}");

        assertThat(List.of(plain, named, list, object))
                .allSatisfy(response ->
                        assertThat(response.statusCode()).as(response.body()).isEqualTo(200));
        assertThat(named.body())
                .isEqualTo("predicted_label,probability,probability_no,probability_yes\n" + plain.body());
        JsonNode prediction = Json.mapper().readTree(list.body()).at("/predictions/0");
        String[] values = plain.body().strip().split(",", -1);
        assertThat(prediction.get("label").asText()).isEqualTo(values[0]);
        assertThat(prediction.at("/probabilities/yes").asDouble()).isEqualTo(Double.parseDouble(values[3]));
        assertThat(object.body()).isEqualTo(list.body());
        assertThat(post("text/csv", "application/json", ROW).body()).isEqualTo(list.body());
        assertThat(post("application/json", "text/csv", "{\"instances\": [" + jsonRow(true) + "]}")
                        .body())
                .isEqualTo(named.body());
    }

    @Test
    void acceptsMissingAndUnknownValues() throws Exception {
        assertThat(post("text/csv", null, ROW.replace("33,technician", ",astronaut"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void namesRowAndColumnOfWhatIsWrong() throws Exception {
        assertProblem(
                post("text/csv", null, ROW + "\n" + ROW.replace(",100,", ",much,")),
                400,
                "validation",
                "Row 2, column 'balance': 'much'");
        assertProblem(post("text/csv", null, ROW + ",no"), 400, "validation", "Row 1 has 17 values");
        assertProblem(
                post("text/csv", null, HEADER.replace(",job", "") + "\n" + ROW.replace(",technician", "")),
                400,
                "validation",
                "'job'");
        assertProblem(post("text/csv", null, ""), 400, "validation", "no rows");
        assertProblem(post("application/json", null, "{\"instances\": [{\"agee\": 1}]}"), 400, "validation", "'agee'");
        assertProblem(
                post("application/json", null, "{\"instances\": [{\"age\": 1}]}"),
                400,
                "validation",
                "'job' is missing");
        assertProblem(post("application/json", null, "{\"instances\": [[1]]}"), 400, "validation", "has 1 values");
        assertProblem(post("application/json", null, "{\"instances\": "), 400, "validation", "not JSON");
        assertProblem(post("application/json", null, "{}"), 400, "validation", "instances");
    }

    @Test
    void refusesWhatIsNotForIt() throws Exception {
        assertProblem(post("text/plain", null, ROW), 415, "unsupported-media-type", "text/plain");
        assertProblem(post("text/csv", "image/png", ROW), 415, "unsupported-media-type", "image/png");
        assertProblem(
                post("text/csv", null, (ROW + "\n").repeat(LIMIT / ROW.length() + 1)),
                413,
                "payload-too-large",
                "20000");
        assertProblem(send(request("/invocations").GET()), 405, "method-not-allowed", "POST");
        assertProblem(send(request("/other").GET()), 404, "resource-not-found", "/ping");
        HttpRequest.Builder wrong = HttpRequest.newBuilder(uri("/ping")).header("Authorization", "Bearer wrong");
        assertProblem(send(wrong.GET()), 401, "unauthenticated", "token");
        assertProblem(send(HttpRequest.newBuilder(uri("/ping")).GET()), 401, "unauthenticated", "token");
        assertThat(send(request("/ping").GET()).body()).contains("InService");
    }

    private static void assertProblem(HttpResponse<String> response, int status, String code, String part)
            throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = Json.mapper().readTree(response.body());
        assertThat(problem.get("code").asText()).isEqualTo(code);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("detail").asText()).contains(part);
    }

    private static String jsonRow(boolean list) {
        String[] names = HEADER.split(",", -1);
        String[] values = ROW.split(",", -1);
        StringBuilder json = new StringBuilder(list ? "[" : "{");
        for (int j = 0; j < names.length; j++) {
            json.append(j == 0 ? "" : ",").append(list ? "" : "\"" + names[j] + "\":");
            json.append(values[j].matches("-?\\d+") ? values[j] : "\"" + values[j] + "\"");
        }
        return json.append(list ? "]" : "}").toString();
    }

    private static HttpResponse<String> post(String type, @org.jspecify.annotations.Nullable String accept, String body)
            throws Exception {
        HttpRequest.Builder request = request("/invocations").header("Content-Type", type);
        if (accept != null) {
            request.header("Accept", accept);
        }
        return send(request.POST(BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer s3cret");
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
