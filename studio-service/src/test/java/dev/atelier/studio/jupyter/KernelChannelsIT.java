package dev.atelier.studio.jupyter;

import static dev.atelier.studio.StudioApi.operator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.studio.StudioApi;
import dev.atelier.studio.StudioResource;
import dev.atelier.studio.kernel.wire.Frame;
import dev.atelier.studio.kernel.wire.KernelMessage;
import dev.atelier.studio.kernel.wire.WireForm;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kernels through their hub: real Jupyter servers, real ipykernel. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SecurityResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(
        value = StudioResource.class,
        initArgs = @ResourceArg(name = "python", value = "true"),
        restrictToAnnotatedClass = true)
class KernelChannelsIT {
    @TestHTTPResource("/")
    URI server;

    private Jupyter ann;

    @BeforeEach
    void user() {
        ann = Jupyter.of(server, StudioApi.domain(), "ann");
    }

    @Test
    void bothFormsExecuteAndTwoClientsShareOneKernel() {
        String kernel = ann.kernel("a.ipynb");
        try (KernelClient modern = ann.client(kernel, "s1", WireForm.V1);
                KernelClient legacy = ann.client(kernel, "s2", WireForm.LEGACY)) {
            assertThat(modern.result(modern.execute("x = 40; x + 2"))).isEqualTo("42");
            KernelMessage request = legacy.execute("print(x + 1)");
            assertThat(legacy.result(request)).isEqualTo("41\n");
            modern.await(KernelClient.shows("41"));
            assertThat(modern.received)
                    .noneMatch(message -> message.header().type().equals("execute_reply")
                            && message.parent().id().equals(request.header().id()));
            assertThat((Integer) ann.get("api/kernels/" + kernel).path("connections"))
                    .isEqualTo(2);
        }
    }

    @Test
    void aClientMayComeBeforeTheKernelAndMegabytesPassWhole() {
        String kernel = ann.session("a.ipynb").path("kernel.id");
        try (KernelClient client = ann.client(kernel, "s1", WireForm.V1)) {
            KernelMessage info = client.ask("kernel_info_request", new JsonObject(), new JsonObject());
            KernelMessage reply =
                    client.await(message -> message.header().type().equals("kernel_info_reply"));
            assertThat(reply.parent().id()).isEqualTo(info.header().id());
            int size = 20 * 1024 * 1024;
            client.result(client.execute("print('y' * " + size + ", end='')"));
            assertThat(client.received)
                    .filteredOn(message -> message.isIopub("stream"))
                    .singleElement()
                    .matches(message -> message.size() > size && message.size() < size + 2000);
            assertThat(client.result(client.execute("len('" + "z".repeat(size - 2000) + "')")))
                    .isEqualTo(Integer.toString(size - 2000));
        }
        assertThat(operator().get("/api/v1/kernels/" + kernel).<Integer>path("spec.vcpu"))
                .isEqualTo(2);
    }

    @Test
    void aReconnectGetsWhatItMissedAndANewPageGetsTheWholeCell() {
        String kernel = ann.kernel("a.ipynb");
        KernelClient page = ann.client(kernel, "page-1", WireForm.V1);
        KernelMessage request = page.execute("""
                import time
                for i in range(30):
                    print('line', i, flush=True)
                    time.sleep(0.1)
                """, new JsonObject().put("cellId", "cell-7"));
        page.await(KernelClient.shows("line 5\n"));
        page.abort();
        String before = text(page.received);

        try (KernelClient back = ann.client(kernel, "page-1", WireForm.V1);
                KernelClient reloaded = ann.client(kernel, "page-2", WireForm.V1)) {
            back.result(request);
            reloaded.await(KernelClient.shows("line 29"));

            StringBuilder whole = new StringBuilder();
            for (int i = 0; i < 30; i++) {
                whole.append("line ").append(i).append('\n');
            }
            assertThat(text(reloaded.received)).isEqualTo(whole.toString());
            assertThat(before + text(back.received))
                    .endsWith("line 28\nline 29\n")
                    .contains("line 6\nline 7\n");
            List<JsonObject> marks = reloaded.received.stream()
                    .filter(message ->
                            message.parent().id().equals(request.header().id()))
                    .map(message -> message.metadata().getJsonObject("atelier"))
                    .toList();
            assertThat(marks).allMatch(mark -> mark.getString("cellId").equals("cell-7"));
            assertThat(marks.getFirst().getBoolean("replayed")).isTrue();
            assertThat(marks.getLast().getBoolean("replayed")).isFalse();
            assertThat(back.received).allMatch(message -> !message.metadata().containsKey("atelier"));
        }
    }

    @Test
    void parallelSessionsOfOnePathAreOneAndKernelsShareAnApp() throws Exception {
        try (var threads = Executors.newFixedThreadPool(5)) {
            Callable<String> post = () ->
                    ann.session("same.ipynb").then().statusCode(201).extract().path("id");
            Set<String> ids = new TreeSet<>();
            for (Future<String> answer : threads.invokeAll(List.of(post, post, post, post, post))) {
                ids.add(answer.get());
            }
            assertThat(ids).hasSize(1);
        }
        ann.kernel("other.ipynb");
        List<Map<String, Object>> kernels = operator()
                .get("/api/v1/kernels?domainId=" + ann.domain() + "&userProfileName=" + ann.user())
                .jsonPath()
                .getList("items");
        assertThat(kernels).hasSize(2);
        assertThat(kernels).extracting(kernel -> kernel.get("instanceId")).doesNotContainNull();
        assertThat(StudioApi.instances(ann.domain())).hasSize(1);
    }

    @Test
    void aSwitchLosesMemoryAndKeepsFiles() {
        String kernel = ann.kernel("work/a.ipynb");
        try (KernelClient client = ann.client(kernel, "s1", WireForm.V1)) {
            client.result(client.execute("x = 1; open('kept.txt', 'w').write('hello')"));
        }
        String session = ann.get("api/sessions").path("[0].id");

        var switched = operator()
                .body(Map.of("instanceType", "ml.m5.large"))
                .urlEncodingEnabled(false)
                .post("/api/v1/sessions/" + session + ":switch");
        assertThat(switched.statusCode()).as(switched.asString()).isEqualTo(200);
        assertThat(switched.jsonPath().getList("lost", String.class)).containsExactly("memory", "installed packages");
        String next = switched.path("session.kernel.kernelId");
        assertThat(next).isNotEqualTo(kernel);
        try (KernelClient client = ann.client(next, "s1", WireForm.V1)) {
            assertThat(client.result(client.execute("open('kept.txt').read(), 'x' in globals()")))
                    .isEqualTo("('hello', False)");
        }
        assertThat(ann.get("api/kernels/" + kernel).statusCode()).isEqualTo(404);
        assertThat((String) ann.get("api/sessions/" + session).path("kernel.name"))
                .isEqualTo("python3.data-science.ml.m5.large");
    }

    @Test
    void interruptAndRestart() {
        String kernel = ann.kernel("a.ipynb");
        try (KernelClient client = ann.client(kernel, "s1", WireForm.V1)) {
            KernelMessage sleep = client.execute("x = 1\nimport time\ntime.sleep(60)");
            client.await(message -> message.isIopub("execute_input"));
            ann.awaitState(kernel, "busy");
            ann.request()
                    .post(ann.path("api/kernels/" + kernel + "/interrupt"))
                    .then()
                    .statusCode(204);
            assertThat(client.result(sleep)).startsWith("KeyboardInterrupt");

            ann.request()
                    .post(ann.path("api/kernels/" + kernel + "/restart"))
                    .then()
                    .statusCode(200);
            assertThat(client.result(client.execute("'x' in globals()"))).isEqualTo("False");
        }
    }

    @Test
    void aKilledKernelSaysWhyAndComesBack() {
        String kernel = ann.kernel("a.ipynb");
        try (KernelClient client = ann.client(kernel, "s1", WireForm.V1)) {
            KernelMessage doomed = client.execute("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)");
            assertThat(client.result(doomed)).contains("KernelDied").contains("SIGKILL");
            assertThat(client.result(client.execute("6 * 7"))).isEqualTo("42");
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat((String)
                                operator().get("/api/v1/kernels/" + kernel).path("deathReason"))
                        .contains("SIGKILL"));
    }

    @Test
    void anAppThatIsShutDownTakesItsKernelsAlongAndSaysSo() throws Exception {
        String kernel = ann.kernel("a.ipynb");
        KernelClient client = ann.client(kernel, "s1", WireForm.V1);
        String app = operator().get("/api/v1/kernels/" + kernel).path("appName");

        operator()
                .delete("/api/v1/domains/" + ann.domain() + "/user-profiles/" + ann.user() + "/apps/KernelGateway/"
                        + app)
                .then()
                .statusCode(204);

        client.await(message ->
                message.isIopub("status") && "dead".equals(message.content().getString("execution_state")));
        assertThat(client.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1000);
        ann.awaitState(kernel, "dead");
        assertThat((String) operator().get("/api/v1/kernels/" + kernel).path("deathReason"))
                .contains("was shut down");
        assertThat(ann.get("api/kernels").jsonPath().getList("$")).isEmpty();
        // the document gets a new kernel, and a new app
        String next = ann.kernel("a.ipynb");
        assertThat(next).isNotEqualTo(kernel);
    }

    @Test
    void aHostileFrameEndsItsConnectionOnly() throws Exception {
        String kernel = ann.kernel("a.ipynb");
        try (KernelClient good = ann.client(kernel, "good", WireForm.V1);
                KernelClient bad = ann.client(kernel, "bad", WireForm.V1)) {
            Buffer ones = Buffer.buffer();
            for (int i = 0; i < 4096; i++) {
                ones.appendByte((byte) 0xff);
            }
            bad.send(Frame.binary(ones));

            assertThat(bad.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1007);
            assertThat(good.result(good.execute("1 + 1"))).isEqualTo("2");
        }
    }

    private static String text(List<KernelMessage> messages) {
        StringBuilder text = new StringBuilder();
        messages.stream()
                .filter(message -> message.isIopub("stream"))
                .map(KernelClient::shown)
                .forEach(text::append);
        return text.toString();
    }
}
