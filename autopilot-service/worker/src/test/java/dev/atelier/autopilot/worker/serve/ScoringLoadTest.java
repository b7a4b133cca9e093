package dev.atelier.autopilot.worker.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.autopilot.worker.artefact.BagModel;
import dev.atelier.autopilot.worker.artefact.ModelManifest;
import dev.atelier.autopilot.worker.data.Column;
import dev.atelier.autopilot.worker.data.ColumnType;
import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.data.Table;
import dev.atelier.autopilot.worker.feature.FeaturePipeline;
import dev.atelier.autopilot.worker.feature.FeatureStyle;
import dev.atelier.autopilot.worker.feature.Matrix;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.learner.FittedModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server whose model does to rows what a test asks for. */
class ScoringLoadTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LIMIT = 1_000;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<ScoringServer> servers = new ArrayList<>();
    private volatile boolean released;

    @AfterEach
    void stop() {
        released = true;
        servers.forEach(ScoringServer::close);
        client.close();
    }

    @Test
    void aPingIsAnsweredWhileEveryProcessorScores() throws Exception {
        AtomicInteger atWork = new AtomicInteger();
        ScoringServer server = start(Long.MAX_VALUE, values -> {
            atWork.incrementAndGet();
            while (!released) {
                Thread.onSpinWait();
            }
            return values;
        });
        int processors = Runtime.getRuntime().availableProcessors();
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < processors; i++) {
            answers.add(client.sendAsync(rows(server, "x\n1\n").build(), BodyHandlers.ofString()));
        }
        await().atMost(PATIENCE).until(() -> atWork.get() == processors);

        HttpResponse<String> ping = client.send(request(server, "/ping").GET().build(), BodyHandlers.ofString());

        assertThat(ping.statusCode()).isEqualTo(200);
        released = true;
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().body()).contains("1.0"));
    }

    @Test
    void theBytesOfAllBodiesTogetherAreBounded() throws Exception {
        ScoringServer server = start(1, UnaryOperator.identity());
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            slow.getOutputStream().write(slowRequest().getBytes(StandardCharsets.UTF_8));

            await().atMost(PATIENCE).until(() -> post(server, "x\n2\n").statusCode() == 503);

            assertThat(post(server, "x\n2\n").body()).contains("\"unavailable\"");
            slow.getOutputStream().write("\n".repeat(LIMIT - 4).getBytes(StandardCharsets.UTF_8));
            await().atMost(PATIENCE).until(() -> post(server, "x\n2\n").statusCode() == 200);
        }
    }

    @Test
    void rowsForWhichMemoryDoesNotSufficeAreAnswered() throws Exception {
        ScoringServer server = start(Long.MAX_VALUE, _ -> {
            throw new OutOfMemoryError("for a test");
        });

        HttpResponse<String> answer = post(server, "x\n1\n");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("too little memory");
    }

    /** All but the end of a body of the greatest size. */
    private static String slowRequest() {
        return """
                POST /invocations HTTP/1.1\r
                Host: localhost\r
                Authorization: Bearer s3cret\r
                Content-Type: text/csv\r
                Content-Length: %d\r
                \r
                x
                1
                """.formatted(LIMIT);
    }

    private HttpResponse<String> post(ScoringServer server, String csv) throws Exception {
        return client.send(rows(server, csv).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder rows(ScoringServer server, String csv) {
        return request(server, "/invocations")
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofString(csv));
    }

    private static HttpRequest.Builder request(ScoringServer server, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer s3cret");
    }

    private ScoringServer start(long memory, UnaryOperator<double[]> scoring) throws IOException {
        ScoringServer server = ScoringServer.start(model(scoring), "s3cret", 0, LIMIT, memory);
        servers.add(server);
        return server;
    }

    /** A model of one column. */
    private static BagModel model(UnaryOperator<double[]> scoring) {
        List<InputColumn> columns = List.of(new InputColumn("x", ColumnType.NUMERIC, null, true));
        ModelManifest manifest = new ModelManifest(
                ModelManifest.FORMAT,
                ModelManifest.VERSION,
                ModelManifest.Kind.BAG,
                "bag",
                "Linear",
                ProblemType.REGRESSION,
                "RMSE",
                "y",
                List.of(),
                null,
                null,
                columns,
                List.of(new ModelManifest.Part("folds/0", 1)));
        Table table = new Table(1, List.of(new Column.Numbers("x", new double[] {1})));
        FeaturePipeline pipeline = FeaturePipeline.fit(columns, FeatureStyle.TREE, table, new int[] {0});
        FittedModel fitted = new FittedModel() {
            @Override
            public double[] predict(Matrix matrix) {
                return scoring.apply(matrix.values());
            }

            @Override
            public byte[] bytes() {
                return new byte[0];
            }

            @Override
            public void close() {
                // Holds nothing.
            }
        };
        return new BagModel(manifest, List.of(new BagModel.FoldModel(pipeline, fitted)));
    }
}
