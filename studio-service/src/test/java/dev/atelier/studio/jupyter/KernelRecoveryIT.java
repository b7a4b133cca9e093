package dev.atelier.studio.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.studio.StudioApi;
import dev.atelier.studio.StudioResource;
import dev.atelier.studio.kernel.wire.KernelMessage;
import dev.atelier.studio.kernel.wire.WireForm;
import dev.atelier.testing.ServiceProcess;
import io.restassured.RestAssured;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service is killed while a kernel computes. */
class KernelRecoveryIT {
    private final StudioResource resource = new StudioResource();
    private ServiceProcess service;

    @BeforeEach
    void start() {
        resource.init(Map.of("python", "true"));
        Map<String, String> configuration = new HashMap<>(resource.start());
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
    void theKernelGoesOnAndWhatItSaidMeanwhileArrives() {
        Jupyter ann = Jupyter.of(service.uri(), StudioApi.domain(), "ann");
        String kernel = ann.kernel("a.ipynb");
        KernelClient client = ann.client(kernel, "page-1", WireForm.V1);
        client.result(client.execute("x = 41"));
        KernelMessage long1 = client.execute("""
                import time
                for i in range(200):
                    print('line', i, flush=True)
                    time.sleep(0.1)
                x += 1
                """);
        client.await(KernelClient.shows("line 3\n"));
        ann.awaitState(kernel, "busy");

        service.kill();
        client.abort();
        service.start();

        ann.awaitState(kernel, "busy");
        try (KernelClient back = ann.client(kernel, "page-1", WireForm.V1)) {
            back.result(long1);
            StringBuilder heard = new StringBuilder();
            back.received.forEach(message -> heard.append(KernelClient.shown(message)));
            assertThat(heard).endsWith("line 198\nline 199\n");
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
