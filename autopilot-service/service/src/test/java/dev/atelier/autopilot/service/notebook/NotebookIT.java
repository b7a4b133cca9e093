package dev.atelier.autopilot.service.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.autopilot.service.Api;
import dev.atelier.autopilot.service.Jobs;
import dev.atelier.autopilot.service.Neighbours;
import dev.atelier.autopilot.service.Tables;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The notebooks that a job leaves, and the Python module that they use, in a real kernel. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(Neighbours.class)
class NotebookIT {
    private final Api ana = Api.member("ana");

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        ana.close();
    }

    @Test
    void bothNotebooksOfAJobRunFromTopToBottom() throws Exception {
        String job = Jobs.create(
                ana,
                Tables.binary(1200, 21),
                Map.of("objectiveMetric", "AUC", "seed", 7, "limits", Map.of("maxCandidates", 2)));
        assertThat(Jobs.end(ana, job).getString("status")).isEqualTo("Completed");

        JsonNode exploration = run("/api/v1/automl-jobs/" + job + "/artifacts/data-exploration.ipynb", "explore");
        JsonNode definition = run(
                "/api/v1/automl-jobs/" + job + "/candidates/weighted-ensemble/artifacts/candidate-definition.ipynb",
                "define");

        assertThat(outputs(exploration))
                .contains("1,200 rows, 4 columns", "BinaryClassification of 'y'", "Candidates are learned 8 times");
        assertThat(pictures(exploration)).isGreaterThanOrEqualTo(3);
        assertThat(outputs(definition)).contains("before: 0.", "again:  0.");
    }

    @Test
    void tellThatAPartOfManyRowsWasHeldOutByItself() throws Exception {
        String job = Jobs.create(
                ana,
                Tables.binary(100_000, 22),
                Map.of(
                        "trials",
                        List.of(Map.of("trial", 1, "name", "linear", "algorithm", "Linear", "parameters", Map.of()))));
        JsonPath ended = Jobs.end(ana, job);
        assertThat(ended.getString("status"))
                .as(ended.getString("failureReason"))
                .isEqualTo("Completed");
        assertThat(ended.getInt("folds")).isEqualTo(1);
        assertThat(ended.getMap("")).as("nobody asked for it").doesNotContainKey("validationFraction");

        JsonNode exploration = run("/api/v1/automl-jobs/" + job + "/artifacts/data-exploration.ipynb", "many");
        assertThat(outputs(exploration)).contains("10,000 rows are held out");
        ana.rest()
                .get("/api/v1/automl-jobs/{job}/candidates/linear/artifacts/candidate-definition.ipynb", job)
                .then()
                .statusCode(200)
                .body(containsString("on the rows held out"));
    }

    @Test
    void logsAnExperimentInTwoLinesAndSaysWhatFailed() throws Exception {
        String experiment = Api.unique("python");
        Notebook notebook = new Notebook()
                .code("""
                        import atelier
                        with atelier.run(%1$s, "%2$s-good") as run:
                            for step in range(3):
                                run.log(params={"C": 1.5, "solver": "lbfgs"}, metrics={"auc": 0.9 + step / 100}, step=step)
                        """.formatted(Notebook.literal(experiment), experiment))
                .code("""
                        try:
                            with atelier.run(%1$s, "%2$s-bad") as run:
                                raise ValueError("the data is gone")
                        except ValueError:
                            pass
                        """.formatted(Notebook.literal(experiment), experiment))
                .code("""
                        import http.server, socket, threading

                        keys = []

                        class BreaksOffOnce(http.server.BaseHTTPRequestHandler):
                            def do_POST(self):
                                self.rfile.read(int(self.headers["Content-Length"]))
                                keys.append(self.headers["Idempotency-Key"])
                                if len(keys) == 1:
                                    self.close_connection = True
                                    self.connection.shutdown(socket.SHUT_RDWR)
                                    return
                                self.send_response(201)
                                self.send_header("Content-Length", "20")
                                self.end_headers()
                                self.wfile.write(b'{"datasetId":"ds-1"}')

                        server = http.server.HTTPServer(("127.0.0.1", 0), BreaksOffOnce)
                        threading.Thread(target=server.serve_forever, daemon=True).start()
                        client = atelier.Client(url=f"http://127.0.0.1:{server.server_port}", token="t")
                        print(client.upload(b"a,b"), len(keys), len(set(keys)))
                        server.shutdown()
                        """)
                .code("""
                        try:
                            atelier.client().job("nothing")
                        except atelier.AtelierError as error:
                            print(error.status, error.code)
                        """);
        Path file = Files.write(directory.resolve("experiment.ipynb"), notebook.bytes());

        JsonNode ran = Kernels.run(file, environment());

        assertThat(outputs(ran)).contains("404 resource-not-found", "ds-1 2 1");
        ana.rest()
                .get("/api/v1/trial-components/{name}", experiment + "-good")
                .then()
                .statusCode(200)
                .body("status.primaryStatus", equalTo("Completed"))
                .body("parameters.C", equalTo(1.5f))
                .body("parameters.solver", equalTo("lbfgs"))
                .body("metrics.metricName", equalTo(List.of("auc")));
        ana.rest()
                .get("/api/v1/trial-components/{name}", experiment + "-bad")
                .then()
                .statusCode(200)
                .body("status.primaryStatus", equalTo("Failed"))
                .body("status.message", equalTo("ValueError: the data is gone"));
        ana.rest()
                .queryParam("experimentName", experiment)
                .get("/api/v1/trials")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(2));
    }

    private JsonNode run(String path, String name) throws IOException, InterruptedException {
        byte[] notebook = ana.rest().get(path).then().statusCode(200).extract().asByteArray();
        return Kernels.run(Files.write(directory.resolve(name + ".ipynb"), notebook), environment());
    }

    private static Map<String, String> environment() {
        return Map.of(
                "ATELIER_AUTOPILOT_URL",
                "http://127.0.0.1:" + RestAssured.port,
                "ATELIER_TOKEN",
                TestTokens.user(Api.DOMAIN, "ana"));
    }

    private static String outputs(JsonNode notebook) {
        StringBuilder text = new StringBuilder();
        for (JsonNode cell : notebook.path("cells")) {
            for (JsonNode output : cell.path("outputs")) {
                output.path("text").forEach(line -> text.append(line.asText()));
            }
        }
        return text.toString();
    }

    private static long pictures(JsonNode notebook) {
        return StreamSupport.stream(notebook.path("cells").spliterator(), false)
                .flatMap(cell -> StreamSupport.stream(cell.path("outputs").spliterator(), false))
                .filter(output -> output.path("data").has("image/png"))
                .count();
    }
}
