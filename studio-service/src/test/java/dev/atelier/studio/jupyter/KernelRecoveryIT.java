package dev.atelier.studio.jupyter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.platform.process.ChildProcesses;
import dev.atelier.studio.StudioApi;
import dev.atelier.studio.StudioResource;
import dev.atelier.studio.kernel.wire.KernelMessage;
import dev.atelier.studio.kernel.wire.WireForm;
import dev.atelier.testing.ServiceProcess;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service is killed while a kernel computes, and while an image is built. */
class KernelRecoveryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final StudioResource resource = new StudioResource();
    private ServiceProcess service;
    private String dataDir;

    @BeforeEach
    void start() {
        resource.init(Map.of("python", "true"));
        Map<String, String> configuration = new HashMap<>(resource.start());
        dataDir = configuration.get("atelier.data-dir");
        service = ServiceProcess.start("studio-service", configuration);
        RestAssured.baseURI = "http://127.0.0.1";
        RestAssured.port = service.port();
    }

    @AfterEach
    void stop() {
        service.close();
        resource.stop();
        RestAssured.reset();
    }

    @Test
    void aBuildEndsWithTheServiceAndIsMadeAgain() {
        String image = "/api/v1/images/phoenix";
        StudioApi.operator()
                .body(Map.of("imageName", "phoenix"))
                .post("/api/v1/images")
                .then()
                .statusCode(201);
        StudioApi.operator()
                .body(Map.of("requirements", "cowsay==6.1"))
                .post(image + "/versions")
                .then()
                .statusCode(201);
        await("the build").pollInterval(Duration.ofMillis(10)).atMost(PATIENCE).until(this::builds);

        service.kill();
        await("the build's end").atMost(PATIENCE).until(() -> !builds());
        service.start();

        StudioApi.awaitStatus(image + "/versions/1", "CREATED");
        assertThat(builds()).isFalse();
    }

    private boolean builds() {
        return new ChildProcesses().marks("ATELIER_IMAGE_BUILD").stream().anyMatch(mark -> mark.contains(dataDir));
    }

    @Test
    void theKernelGoesOnAndNothingOfWhatItSaidIsLost(@TempDir Path signals) throws Exception {
        Jupyter ann = Jupyter.of(service.uri(), StudioApi.domain(), "ann");
        String kernel = ann.kernel("a.ipynb");
        KernelClient client = ann.client(kernel, "page-1", WireForm.V1);
        client.result(client.execute("x = 41"));
        KernelMessage running = client.execute("""
                import os, time
                def wait(name):
                    while not os.path.exists(os.path.join('%s', name)):
                        time.sleep(0.05)
                for i in range(20):
                    print('line', i, flush=True)
                wait('killed')
                for i in range(20, 40):
                    print('line', i, flush=True)
                wait('back')
                x += 1
                """.formatted(signals), new JsonObject().put("cellId", "cell-1"));
        client.await(KernelClient.shows("line 19\n"));
        ann.awaitState(kernel, "busy");

        service.kill();
        client.abort();
        Files.createFile(signals.resolve("killed"));
        service.start();

        ann.awaitState(kernel, "busy");
        try (KernelClient back = ann.client(kernel, "page-1", WireForm.V1);
                KernelClient reloaded = ann.client(kernel, "page-2", WireForm.V1)) {
            reloaded.await(KernelClient.shows("line 39\n"));
            Files.createFile(signals.resolve("back"));
            back.result(running);
            StringBuilder whole = new StringBuilder();
            for (int i = 0; i < 40; i++) {
                whole.append("line ").append(i).append('\n');
            }
            // a page that was never here gets the whole cell, also what was said in the earlier life of the service
            assertThat(text(reloaded)).isEqualTo(whole.toString());
            assertThat(reloaded.received)
                    .filteredOn(message -> message.isIopub("stream"))
                    .allMatch(message -> "cell-1"
                            .equals(message.metadata().getJsonObject("atelier").getString("cellId")));
            // the one that asked gets all it had not acknowledged
            assertThat(whole.toString()).endsWith(text(back));
            assertThat(text(back)).contains("line 20\n").endsWith("line 39\n");
            assertThat(back.result(back.execute("x"))).isEqualTo("42");
        }
        ann.awaitState(kernel, "idle");
    }

    @Test
    void aRestartThatWasAskedForIsCarriedOutByTheNextLife() throws Exception {
        Jupyter ann = Jupyter.of(service.uri(), StudioApi.domain(), "ann");
        String kernel = ann.kernel("a.ipynb");
        try (KernelClient client = ann.client(kernel, "page-1", WireForm.V1)) {
            assertThat(client.result(client.execute("x = 41; x"))).isEqualTo("41");
        }

        // the app's server cannot answer while it is stopped, so the restart is under way when the service dies
        long server = Long.parseLong(execute(kernel, "import os; os.getppid()"));
        signal(server, "STOP");
        StudioApi.operator()
                .urlEncodingEnabled(false)
                .post("/api/v1/kernels/" + kernel + ":restart")
                .then()
                .statusCode(200);
        service.kill();
        signal(server, "CONT");
        service.start();

        assertThat(execute(kernel, "'x' in globals()")).isEqualTo("False");
        ann.awaitState(kernel, "idle");
    }

    private static String text(KernelClient client) {
        StringBuilder text = new StringBuilder();
        client.received.forEach(message -> text.append(KernelClient.shown(message)));
        return text.toString();
    }

    private static String execute(String kernel, String code) {
        return StudioApi.operator()
                .urlEncodingEnabled(false)
                .body(Map.of("code", code))
                .post("/api/v1/kernels/" + kernel + ":execute")
                .then()
                .statusCode(200)
                .extract()
                .path("outputs[-1].data.'text/plain'");
    }

    private static void signal(long pid, String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }
}
