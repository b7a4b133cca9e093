package dev.atelier.studio.jupyter;

import static dev.atelier.studio.StudioApi.operator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Duration;
import dev.atelier.studio.StudioApi;
import dev.atelier.studio.StudioResource;
import dev.atelier.studio.kernel.wire.KernelMessage;
import dev.atelier.studio.kernel.wire.WireForm;
import dev.atelier.studio.v1.ExecuteCodeRequest;
import dev.atelier.studio.v1.ExecuteCodeResponse;
import dev.atelier.studio.v1.GetKernelRequest;
import dev.atelier.studio.v1.Kernel;
import dev.atelier.studio.v1.KernelDeath;
import dev.atelier.studio.v1.KernelExecutionServiceGrpc;
import dev.atelier.studio.v1.KernelServiceGrpc;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How kernels start, work for programs, and die. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SecurityResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(
        value = StudioResource.class,
        initArgs = @ResourceArg(name = "python", value = "true"),
        restrictToAnnotatedClass = true)
class KernelLifeIT {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    @TestHTTPResource("/")
    URI server;

    private Jupyter ann;
    private ManagedChannel channel;

    @BeforeEach
    void user() {
        ann = Jupyter.of(server, StudioApi.domain(), "ann");
        channel = ManagedChannelBuilder.forAddress(server.getHost(), server.getPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void close() throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }

    @Test
    void aStartsEnvironmentIsItsOwnAlsoAfterARestart() {
        String with = ann.request()
                .body(Map.of("name", "python3", "env", Map.of("COLOUR", "a $HOME b", "PYTHONHASHSEED", 7)))
                .post(ann.path("api/kernels"))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        ann.awaitState(with, "idle");
        String without = ann.kernel("a.ipynb");
        String ask = "import os, sys; (os.environ.get('COLOUR'), sys.flags.hash_randomization)";

        assertThat(result(execute(with, ask))).isEqualTo("('a $HOME b', 1)");
        assertThat(result(execute(with, "os.environ['PYTHONHASHSEED']"))).isEqualTo("'7'");
        assertThat(result(execute(without, ask))).isEqualTo("(None, 1)");

        operator()
                .urlEncodingEnabled(false)
                .post(kernel(with) + ":restart")
                .then()
                .statusCode(200);
        assertThat(result(execute(with, "'os' in globals(), __import__('os').environ.get('COLOUR')")))
                .isEqualTo("(False, 'a $HOME b')");
        assertThat(operator().get(kernel(with)).asString()).doesNotContain("COLOUR");
    }

    @Test
    void aNotebookReachesTheApisAsItsOwnerWithoutSetUp() {
        String kernel = ann.kernel("a.ipynb");

        assertThat(result(execute(kernel, "import atelier; atelier.client()")))
                .isEqualTo("Client('" + StudioResource.AUTOPILOT_URL + "')");
        assertThat(result(execute(kernel, "import os; os.environ['ATELIER_URL']")))
                .isEqualTo("'http://studio.example:8700'");
        assertThat(result(execute(kernel, "oct(os.stat(os.environ['ATELIER_TOKEN_FILE']).st_mode & 0o777)")))
                .isEqualTo("'0o600'");
        String token = token(kernel);
        String profiles = "/api/v1/domains/" + ann.domain() + "/user-profiles/";
        StudioApi.as(token).get(profiles + ann.user()).then().statusCode(200);
        StudioApi.as(token).get(profiles + "bob").then().statusCode(403);
        StudioApi.as(token)
                .body(Map.of("domainName", "mine"))
                .post("/api/v1/domains")
                .then()
                .statusCode(403);
        await("another token").until(() -> !token.equals(token(kernel)));
        assertThat(result(execute(kernel, "[k for k, v in os.environ.items() if v.count('.') == 2 and v[:2] == 'ey']")))
                .as("tokens in variables")
                .isEqualTo("[]");
    }

    private static String token(String kernel) {
        String shown = result(execute(kernel, "open(os.environ['ATELIER_TOKEN_FILE']).read()"));
        return shown.substring(1, shown.length() - 1);
    }

    @Test
    void whatCannotBeAnEnvironmentIsRefused() {
        Response reserved = operator()
                .body(Map.of(
                        "domainId", ann.domain(), "userProfileName", ann.user(), "env", Map.of("ATELIER_APP", "x")))
                .post("/api/v1/kernels");
        StudioApi.assertProblem(reserved, 400, "validation");
        assertThat((String) reserved.path("errors[0].field")).isEqualTo("env.ATELIER_APP");
    }

    @Test
    void aNotebookOfStudioClassicFindsItsKernel() {
        String classic = "python3__SAGEMAKER_INTERNAL__arn:aws:sagemaker:us-east-1:081325390199:image/datascience-1.0";
        Response session = ann.session("classic.ipynb", classic);
        assertThat(session.statusCode()).as(session.asString()).isEqualTo(201);
        assertThat((String) session.path("kernel.name")).startsWith("python3.data-science.");
        assertThat(result(execute(session.path("kernel.id"), "6 * 7"))).isEqualTo("42");
    }

    @Test
    void codeGoesInAndACellsOutputsComeOut() {
        String kernel = ann.session("a.ipynb").path("kernel.id");

        JsonPath executed = execute(kernel, """
                from IPython.display import display, HTML
                import sys
                print('one'); print('two')
                print('careful', file=sys.stderr)
                shown = display(HTML('<b>1</b>'), display_id=True)
                shown.update(HTML('<b>2</b>'))
                6 * 7
                """);
        assertThat(executed.getString("status")).isEqualTo("ok");
        assertThat(executed.getInt("executionCount")).isEqualTo(1);
        assertThat(executed.getList("outputs.output_type"))
                .containsExactly("stream", "stream", "display_data", "execute_result");
        assertThat(executed.getString("outputs[0].text")).isEqualTo("one\ntwo\n");
        assertThat(executed.getString("outputs[1].name")).isEqualTo("stderr");
        assertThat(executed.getString("outputs[2].data.'text/html'")).isEqualTo("<b>2</b>");
        assertThat(result(executed)).isEqualTo("42");

        JsonPath raised = execute(kernel, "1 / 0");
        assertThat(raised.getString("status")).isEqualTo("error");
        assertThat(raised.getString("outputs[0].ename")).isEqualTo("ZeroDivisionError");

        JsonPath flood = execute(kernel, "for i in range(20): print('x' * 1_000_000)\n1 / 0");
        assertThat(flood.getLong("droppedBytes")).isGreaterThan(2_000_000);
        assertThat(flood.getString("outputs[-1].ename")).isEqualTo("ZeroDivisionError");

        JsonPath slow = execute(kernel, "import time\nprint('begun', flush=True)\ntime.sleep(60)", "PT2S");
        assertThat(slow.getString("status")).isEqualTo("timed-out");
        assertThat(slow.getString("outputs[0].text")).isEqualTo("begun\n");
        assertThat(result(execute(kernel, "'still here'"))).isEqualTo("'still here'");
        assertThat(operator().get(kernel(kernel)).jsonPath().getLong("memoryBytes"))
                .isBetween(10_000_000L, 4_000_000_000L);
    }

    @Test
    void programsExecuteOverGrpc() {
        String kernel = ann.kernel("a.ipynb");
        var stub = KernelExecutionServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(bearer(ann.token())));

        ExecuteCodeResponse answer = stub.executeCode(ExecuteCodeRequest.newBuilder()
                .setKernelId(kernel)
                .setCode("print('hello')\n{'a': 1}")
                .setTimeout(Duration.newBuilder().setSeconds(30))
                .build());
        assertThat(answer.getStatus()).isEqualTo(ExecuteCodeResponse.Status.STATUS_OK);
        assertThat(answer.getOutputs(0).getFieldsOrThrow("text").getStringValue())
                .isEqualTo("hello\n");
        assertThat(answer.getOutputs(1)
                        .getFieldsOrThrow("data")
                        .getStructValue()
                        .getFieldsOrThrow("text/plain")
                        .getStringValue())
                .isEqualTo("{'a': 1}");

        Jupyter bob = Jupyter.of(server, ann.domain(), "bob");
        StudioApi.assertProblem(
                bob.request()
                        .urlEncodingEnabled(false)
                        .body(Map.of("code", "1"))
                        .post(server.resolve(kernel(kernel) + ":execute").toString()),
                404,
                "resource-not-found");
    }

    @Test
    void aDeathIsToldWithItsKind() {
        String kernel = ann.kernel("a.ipynb");

        JsonPath executed = execute(kernel, "import os; os._exit(42)");
        assertThat(executed.getString("status")).isEqualTo("error");
        assertThat(executed.getString("outputs[-1].evalue")).contains("exit code 42");
        await().untilAsserted(() -> {
            JsonPath view = operator().get(kernel(kernel)).jsonPath();
            assertThat(view.getString("death.cause")).isEqualTo("exit");
            assertThat(view.getInt("death.exitCode")).isEqualTo(42);
        });

        assertThat(execute(kernel, "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
                        .getString("outputs[-1].evalue"))
                .contains("SIGSEGV");
        await().untilAsserted(() -> {
            Kernel view = KernelServiceGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(bearer(ann.token())))
                    .getKernel(GetKernelRequest.newBuilder().setKernelId(kernel).build())
                    .getKernel();
            assertThat(view.getDeath().getCause()).isEqualTo(KernelDeath.Cause.CAUSE_SIGNAL);
            assertThat(view.getDeath().getSignal()).isEqualTo("SIGSEGV");
            assertThat(view.getMemoryBytes()).isPositive();
        });
    }

    @Test
    void anAppsServerThatDiesTakesItsKernelsAlongAndSaysHow() {
        String kernel = ann.kernel("a.ipynb");
        try (KernelClient client = ann.client(kernel, "s1", WireForm.V1)) {
            KernelMessage doomed = client.execute(
                    "import os, signal; os.kill(os.getppid(), signal.SIGKILL)\nimport time; time.sleep(60)");

            String shown = client.result(doomed);

            assertThat(shown).contains("KernelDied").contains("signal 9");
        }
        ann.awaitState(kernel, "dead");
        JsonPath view = operator().get(kernel(kernel)).jsonPath();
        assertThat(view.getString("death.cause")).isEqualTo("app-ended");
        assertThat(view.getString("death.reason")).contains("Jupyter server").contains("was ended by signal 9");
        // a restart gives it an app again
        operator()
                .urlEncodingEnabled(false)
                .post(kernel(kernel) + ":restart")
                .then()
                .statusCode(200);
        assertThat(result(execute(kernel, "1 + 1"))).isEqualTo("2");
    }

    private static String kernel(String id) {
        return "/api/v1/kernels/" + id;
    }

    private static JsonPath execute(String kernel, String code) {
        return execute(kernel, code, "PT1M");
    }

    private static JsonPath execute(String kernel, String code, String timeout) {
        Response answer = operator()
                .urlEncodingEnabled(false)
                .body(Map.of("code", code, "timeout", timeout))
                .post(kernel(kernel) + ":execute");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.jsonPath();
    }

    private static String result(JsonPath executed) {
        List<Map<String, Object>> outputs = executed.getList("outputs");
        assertThat(outputs).as(executed.prettify()).isNotEmpty();
        return executed.getString("outputs[-1].data.'text/plain'");
    }

    private static Metadata bearer(String token) {
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + token);
        return headers;
    }
}
