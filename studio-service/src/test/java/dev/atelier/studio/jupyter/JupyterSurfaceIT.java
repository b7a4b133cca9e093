package dev.atelier.studio.jupyter;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.atelier.studio.StudioApi;
import dev.atelier.studio.StudioResource;
import dev.atelier.studio.app.AppConnection;
import dev.atelier.studio.app.AppRuntime;
import dev.atelier.studio.kernel.wire.WireForm;
import dev.atelier.studio.tenancy.ProfileRef;
import dev.atelier.studio.v1.GetKernelRequest;
import dev.atelier.studio.v1.KernelServiceGrpc;
import dev.atelier.testing.Environments;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import dev.atelier.testing.TestTokens;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is let in where, what comes out, and what a real client makes of it. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SecurityResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(
        value = StudioResource.class,
        initArgs = @ResourceArg(name = "python", value = "true"),
        restrictToAnnotatedClass = true)
class JupyterSurfaceIT {
    @TestHTTPResource("/")
    URI server;

    @Inject
    AppRuntime apps;

    @ConfigProperty(name = "atelier.data-dir")
    Path dataDir;

    private Jupyter ann;

    @BeforeEach
    void user() {
        ann = Jupyter.of(server, StudioApi.domain(), "ann");
    }

    @Test
    void nobodyReachesAnotherUsersKernel() {
        Jupyter bob = Jupyter.of(server, ann.domain(), "bob");
        String kernel = ann.kernel("a.ipynb");
        String theirs = "api/kernels/" + kernel;

        StudioApi.assertProblem(StudioApi.as(bob.token()).get("/api/v1/kernels/" + kernel), 404, "resource-not-found");
        StudioApi.assertProblem(
                StudioApi.as(bob.token()).urlEncodingEnabled(false).post("/api/v1/kernels/" + kernel + ":interrupt"),
                404,
                "resource-not-found");
        assertThat(bob.get(theirs).statusCode()).isEqualTo(404);
        assertThat(bob.request().get(ann.path(theirs)).statusCode()).isEqualTo(403);
        assertThat(given().get(ann.path(theirs)).statusCode()).isEqualTo(401);
        assertThat(handshake(ann.base(), kernel, bob.token())).isEqualTo(403);
        assertThat(handshake(bob.base(), kernel, bob.token())).isEqualTo(404);
        assertThat(handshake(ann.base(), kernel, null)).isEqualTo(401);
        assertThat(handshake(ann.base(), kernel, TestTokens.forged())).isEqualTo(401);
        assertThat(grpc(bob.token(), kernel)).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(grpc(ann.token(), kernel)).isEqualTo(Status.Code.OK);
        assertThat(bob.get("api/kernels").jsonPath().getList("$")).isEmpty();
    }

    @Test
    void mistakesAreExplainedInJupytersManner() {
        Response unknown = ann.session("a.ipynb", "no-such-kernel");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat((String) unknown.path("message")).contains("no-such-kernel");
        assertThat((String) unknown.path("reason")).isEqualTo("unknown-kernel");
        assertThat(ann.session("a.ipynb", "python3.data-science.ml.nope.large").statusCode())
                .isEqualTo(400);
        Response malformed = ann.request().body("{\"name\":").post(ann.path("api/kernels"));
        assertThat(malformed.statusCode()).isEqualTo(400);
        assertThat((String) malformed.path("reason")).isEqualTo("validation");
        assertThat(ann.request().body("[1]").post(ann.path("api/sessions")).statusCode())
                .isEqualTo(400);
        assertThat(ann.session("../../etc/a.ipynb").statusCode()).isEqualTo(400);
        assertThat(ann.request()
                        .post(ann.path("api/kernels/" + UUID.randomUUID() + "/restart"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(ann.get("api/kernelspecs/nope").statusCode()).isEqualTo(404);
        assertThat(ann.get("api/kernels").jsonPath().getList("$")).isEmpty();

        Response specs = ann.get("api/kernelspecs");
        String standard = specs.path("default");
        assertThat(standard).isEqualTo("python3.data-science.ml.t3.medium");
        Map<String, String> resources = specs.jsonPath().getMap("kernelspecs.'" + standard + "'.resources");
        assertThat(resources).isNotEmpty();
        resources
                .values()
                .forEach(logo -> assertThat(ann.request()
                                .get(server.resolve(logo).toString())
                                .statusCode())
                        .isEqualTo(200));
    }

    @Test
    void theLabOpensWithoutTheSecretOfItsInstance() {
        assertThat(given().header("Accept", "text/html").get(ann.path("lab")).asString())
                .contains("pre-signed URL");
        assertThat(ann.get("api/contents").statusCode()).isEqualTo(503);
        Response first = browser().get(ann.path("lab"));
        assertThat(first.asString()).contains("Starting Studio");

        Response lab = openLab();

        AppConnection connection = connection();
        assertThat(lab.asString())
                .contains("jupyter-config-data")
                .contains("@atelier/lab")
                .doesNotContain(connection.secret());
        assertThat(lab.getCookie("_xsrf")).isNotEmpty();
        List<String> elsewhere = List.of(
                "api/contents",
                "api/status",
                "api/me",
                "api",
                "lab/api/settings",
                "lab/api/translations/",
                "lab/tree/none",
                "login",
                "logout",
                "tree",
                "api/terminals",
                "static/lab/bootstrap.js",
                "lab/extensions/@atelier/lab/static/remoteEntry.js");
        for (String path : elsewhere) {
            Response answer = browser().redirects().follow(false).get(ann.path(path));
            assertThat(answer.asString() + answer.headers()).as(path).doesNotContain(connection.secret());
            assertThat(answer.headers().getValues("Set-Cookie"))
                    .as(path)
                    .noneMatch(cookie -> cookie.contains("username"));
        }
        Response put = ann.request()
                .body(Map.of("type", "file", "format", "text", "content", "x".repeat(12_000_000)))
                .put(ann.path("api/contents/big.txt"));
        assertThat(put.statusCode()).isEqualTo(201);
        assertThat(ann.get("files/big.txt").asString()).hasSize(12_000_000);
        assertThat(ann.get("api/contents?token=wrong").statusCode()).isEqualTo(200);
    }

    @Test
    void aCookieAloneDoesNothingForAForeignPage() {
        openLab();
        String host = server.getAuthority();
        Map<String, String> file = Map.of("type", "file", "format", "text", "content", "x");

        assertThat(cookie("good")
                        .header("Origin", "http://" + host)
                        .header("X-XSRFToken", "good")
                        .body(file)
                        .put(ann.path("api/contents/a.txt"))
                        .statusCode())
                .isEqualTo(201);
        assertThat(cookie("good")
                        .header("Origin", "http://" + host)
                        .body(file)
                        .put(ann.path("api/contents/a.txt"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(cookie("good")
                        .header("Origin", "http://" + host)
                        .header("X-XSRFToken", "bad")
                        .body(file)
                        .put(ann.path("api/contents/a.txt"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(cookie("good")
                        .header("Origin", "http://evil.example")
                        .header("X-XSRFToken", "good")
                        .body(file)
                        .put(ann.path("api/contents/a.txt"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(cookie("good").get(ann.path("api/contents/a.txt")).statusCode())
                .isEqualTo(200);

        Response signedIn = given().redirects()
                .follow(false)
                .header("Accept", "text/html")
                .get(ann.path("lab?token=" + ann.token()));
        assertThat(signedIn.statusCode()).isEqualTo(302);
        assertThat(signedIn.getHeader("Location")).doesNotContain("token");
        assertThat(signedIn.getDetailedCookie("atelier-session").isHttpOnly()).isTrue();
    }

    /** A user's own links inside the home work; those that lead out of it do not, whatever is asked for. */
    @Test
    void noFileOfTheLabIsOutsideTheHome() throws Exception {
        Path home = dataDir.resolve("homes").resolve(ann.domain()).resolve(ann.user());
        Path secret = Files.writeString(dataDir.resolve("secret-" + ann.user() + ".txt"), "tops3cret");
        openLab();
        Files.writeString(home.resolve("in.txt"), "mine");
        Files.createSymbolicLink(home.resolve("link.txt"), home.resolve("in.txt"));
        Files.createSymbolicLink(home.resolve("out.txt"), secret);
        Files.createSymbolicLink(home.resolve("out"), dataDir);
        String through = "out/" + secret.getFileName();

        assertThat(ann.get("api/contents").jsonPath().getList("content.name"))
                .contains("in.txt", "link.txt")
                .doesNotContain("out.txt", "out");
        assertThat((String) ann.get("api/contents/link.txt").path("content")).isEqualTo("mine");
        for (String path : List.of("out.txt", "out", through)) {
            assertThat(ann.get("api/contents/" + path).statusCode()).as(path).isEqualTo(404);
            assertThat(ann.get("files/" + path).statusCode()).as(path).isIn(403, 404);
            assertThat(ann.get("nbconvert/html/" + path).asString()).as(path).doesNotContain("tops3cret");
        }
        Map<String, String> file = Map.of("type", "file", "format", "text", "content", "x");
        assertThat(ann.request()
                        .body(file)
                        .put(ann.path("api/contents/out/new.txt"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(ann.request()
                        .body(file)
                        .put(ann.path("api/contents/out.txt"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(ann.request()
                        .body(Map.of("copy_from", "out.txt"))
                        .post(ann.path("api/contents"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(ann.request()
                        .body(Map.of("path", "out/in.txt"))
                        .patch(ann.path("api/contents/in.txt"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(ann.request().delete(ann.path("api/contents/" + through)).statusCode())
                .isEqualTo(404);
        assertThat(secret).hasContent("tops3cret");
        assertThat(dataDir.resolve("new.txt")).doesNotExist();

        StudioApi.operator()
                .body(Map.of("userSettings", Map.of("quotas", Map.of("homeSizeBytes", 100_000))))
                .patch("/api/v1/domains/" + ann.domain() + "/user-profiles/" + ann.user())
                .then()
                .statusCode(200);
        Map<String, String> large = Map.of("type", "file", "format", "text", "content", "x".repeat(200_000));
        Response full = await("the quota holds")
                .until(
                        () -> ann.request().body(large).put(ann.path("api/contents/large.txt")),
                        answer -> answer.statusCode() == 429);
        assertThat((String) full.path("message")).contains("of 100000 bytes");
        assertThat(ann.request()
                        .body(file)
                        .put(ann.path("api/contents/small.txt"))
                        .statusCode())
                .isIn(201, 429);
    }

    /** What the Lab needs besides kernels and files passes as it is. */
    @Test
    void eventsConversionAndStaticFilesPass() throws Exception {
        Response page = openLab();
        Matcher script = Pattern.compile("src=\"([^\"]*/static/lab/[^\"]+)\"").matcher(page.asString());
        assertThat(script.find()).isTrue();
        String address = server.resolve(script.group(1)).toString();
        Response first = ann.request().get(address);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.header("Cache-Control")).contains("max-age=31536000", "immutable");
        assertThat(ann.request()
                        .header("If-Modified-Since", first.header("Last-Modified"))
                        .get(address)
                        .statusCode())
                .isEqualTo(304);

        CompletableFuture<String> event = new CompletableFuture<>();
        WebSocket events = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", "token " + ann.token())
                .buildAsync(
                        URI.create(ann.path("api/events/subscribe").replaceFirst("http", "ws")),
                        new WebSocket.Listener() {
                            @Override
                            public @Nullable CompletionStage<?> onText(
                                    WebSocket webSocket, CharSequence data, boolean last) {
                                if (data.toString().contains("a.ipynb")
                                        && data.toString().contains("save")) {
                                    event.complete(data.toString());
                                }
                                webSocket.request(1);
                                return null;
                            }
                        })
                .get(20, TimeUnit.SECONDS);
        String notebook = """
                {"type":"notebook","format":"json","content":{"nbformat":4,"nbformat_minor":5,"metadata":{},
                 "cells":[{"id":"a","cell_type":"markdown","metadata":{},"source":"# Heading of mine"}]}}""";
        assertThat(ann.request()
                        .body(notebook)
                        .put(ann.path("api/contents/a.ipynb"))
                        .statusCode())
                .isEqualTo(201);
        assertThat(event.get(20, TimeUnit.SECONDS)).contains("contents_service");
        events.abort();
        assertThat(ann.get("nbconvert/markdown/a.ipynb").asString()).contains("# Heading of mine");
    }

    @Test
    void aTerminalWorks() throws Exception {
        openLab();
        String name = ann.request()
                .post(ann.path("api/terminals"))
                .then()
                .statusCode(200)
                .extract()
                .path("name");
        StringBuilder screen = new StringBuilder();
        CompletableFuture<Boolean> found = new CompletableFuture<>();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", "token " + ann.token())
                .buildAsync(
                        URI.create(ann.path("terminals/websocket/" + name).replaceFirst("http", "ws")),
                        new WebSocket.Listener() {
                            @Override
                            public @Nullable CompletionStage<?> onText(
                                    WebSocket webSocket, CharSequence data, boolean last) {
                                screen.append(data);
                                if (screen.indexOf("answer-42") >= 0) {
                                    found.complete(true);
                                }
                                webSocket.request(1);
                                return null;
                            }
                        })
                .get(20, TimeUnit.SECONDS);
        socket.sendText("[\"stdin\", \"echo answer-$((6*7))\\r\"]", true).join();
        assertThat(found.get(20, TimeUnit.SECONDS)).isTrue();
        socket.abort();
    }

    /** In the image's environment on its instance, beside the Lab's; its app's end is its own, and it says why. */
    @Test
    void anImageTerminalWorks() throws Exception {
        openLab();
        String name = ann.request()
                .body(Map.of("image", "data-science", "instanceType", "ml.t3.medium"))
                .post(ann.path("api/terminals"))
                .then()
                .statusCode(200)
                .extract()
                .path("name");
        assertThat(name).isEqualTo("data-science-ml-t3-medium.1");
        assertThat(ann.request().post(ann.path("api/terminals")).statusCode()).isEqualTo(200);
        assertThat(ann.get("api/terminals").jsonPath().getList("name")).containsExactly("1", name);
        String app = "/api/v1/domains/" + ann.domain() + "/user-profiles/" + ann.user()
                + "/apps/KernelGateway/data-science-ml-t3-medium";
        String appId = StudioApi.operator().get(server.resolve(app).toString()).path("appId");

        AtomicReference<String> shown = new AtomicReference<>("");
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", "token " + ann.token())
                .buildAsync(
                        URI.create(ann.path("terminals/websocket/" + name).replaceFirst("http", "ws")),
                        new WebSocket.Listener() {
                            @Override
                            public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
                                shown.updateAndGet(before -> before + data);
                                from.request(1);
                                return CompletableFuture.completedFuture(null);
                            }

                            @Override
                            public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
                                closed.complete(code);
                                return null;
                            }
                        })
                .join();
        socket.sendText("[\"stdin\", \"echo in-$JUPYTER_RUNTIME_DIR; python -c 'import pandas'; echo =$?\\r\"]", true)
                .join();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(shown.get()).contains("=0"));
        assertThat(shown.get()).containsPattern("in-\\S*" + appId);
        assertThat(StudioApi.operator()
                        .get(server.resolve(app + "/terminals").toString())
                        .jsonPath()
                        .getList("items.connections"))
                .containsExactly(1);

        StudioApi.operator().delete(server.resolve(app).toString()).then().statusCode(204);
        assertThat(closed.get(60, TimeUnit.SECONDS)).isNotEqualTo(1006);
        assertThat(shown.get()).contains("Its app 'data-science-ml-t3-medium' was shut down.");
        assertThat(ann.get("api/terminals").jsonPath().getList("name")).containsExactly("1");
        // JupyterLab, loaded again, asks for what it had: that starts nothing
        ann.request()
                .body(Map.of("name", name))
                .post(ann.path("api/terminals"))
                .then()
                .statusCode(404);
    }

    /** jupyter_server's own gateway manager under nbclient: a client whose WebSocket carries no header. */
    @Test
    void nbclientRunsANotebook() throws Exception {
        Path directory = Files.createTempDirectory("atelier-nbclient-");
        Path script = Files.writeString(directory.resolve("run.py"), """
                import nbformat
                from nbclient import NotebookClient
                from jupyter_server.gateway.managers import GatewayKernelManager

                class Manager(GatewayKernelManager):
                    # jupyter_client asks this one, which the gateway's manager forgot to override
                    async def _async_is_alive(self):
                        return await self.is_alive()

                nb = nbformat.v4.new_notebook()
                nb.cells = [nbformat.v4.new_code_cell("x = 41"), nbformat.v4.new_code_cell("print(x + 1)")]
                client = NotebookClient(nb, timeout=90, kernel_name="python3", kernel_manager_class=Manager)
                client.execute()
                print("OUTPUT", nb.cells[1].outputs[0].text)
                """);
        Path log = directory.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(
                        Environments.directory()
                                .resolve("data-science/bin/python")
                                .toString(),
                        script.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        String base = capability("Execute");
        builder.environment().put("JUPYTER_GATEWAY_URL", base);
        builder.environment().put("HOME", directory.toString());
        Process process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(log, StandardCharsets.UTF_8)).contains("OUTPUT 42");
        assertThat(given().get(base + "/api/contents").statusCode()).isEqualTo(404);
    }

    @Test
    void aCapabilityUrlIsScopedAndEndsWithItsConnections() {
        String kernel = ann.kernel("a.ipynb");
        String reading = capability("Read");
        given().get(reading + "/api/kernels").then().statusCode(200).body("id", hasItem(kernel));
        given().delete(reading + "/api/kernels/" + kernel).then().statusCode(403);
        assertThat(handshake(URI.create(reading + "/"), kernel, null)).isEqualTo(403);

        // as the stock gateway client writes it
        URI executing = URI.create(capability("Execute").toLowerCase(Locale.ROOT) + "/");
        try (KernelClient client = KernelClient.connect(executing, kernel, "s", WireForm.V1, null)) {
            for (String id : capabilities()) {
                StudioApi.operator()
                        .delete(server.resolve("/api/v1/capabilities/" + id).toString())
                        .then()
                        .statusCode(204);
            }
            given().get(executing + "api/kernels").then().statusCode(401);
            await("the end of its connection").atMost(Duration.ofSeconds(30)).until(client.closed::isDone);
        }
        assertThat(handshake(executing, kernel, null)).isEqualTo(401);
        assertThat(capabilities()).isEmpty();
    }

    @Test
    void aCapabilityUrlOpensASpaceToThoseWhoUseIt() {
        String kernel = ann.kernel("a.ipynb");
        space("team-lab", null);
        StudioApi.profile(ann.domain(), "eve");
        space("eves-lab", "eve");

        String team = capability("Execute", "team-lab");
        String started = given().contentType("application/json")
                .body(Map.of("name", "python3"))
                .post(team + "/api/kernels")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        given().get(team + "/api/kernels").then().statusCode(200).body("id", contains(started));
        given().get(capability("Read", "") + "/api/kernels")
                .then()
                .statusCode(200)
                .body("id", hasItem(kernel))
                .body("id", not(hasItem(started)));
        given().delete(team + "/api/kernels/" + kernel).then().statusCode(404);
        requestCapability("Read", "eves-lab").then().statusCode(403);
        requestCapability("Read", "no-lab").then().statusCode(403);
    }

    private void space(String name, @Nullable String owner) {
        Map<String, String> body =
                owner == null ? Map.of("spaceName", name) : Map.of("spaceName", name, "ownerUserProfileName", owner);
        String path = "/api/v1/domains/" + ann.domain() + "/spaces";
        StudioApi.operator()
                .body(body)
                .post(server.resolve(path).toString())
                .then()
                .statusCode(201);
        StudioApi.awaitStatus(server.resolve(path + "/" + name).toString(), "InService");
    }

    private Response requestCapability(String scope, String space) {
        return ann.request()
                .body(Map.of(
                        "domainId", ann.domain(), "userProfileName", ann.user(), "spaceName", space, "scope", scope))
                .post(server.resolve("/api/v1/capabilities").toString());
    }

    private String capability(String scope) {
        return capability(scope, "");
    }

    private String capability(String scope, String space) {
        String url =
                requestCapability(scope, space).then().statusCode(201).extract().path("url");
        // the public URL of this test is nowhere
        return server.resolve(URI.create(url).getPath()).toString();
    }

    private List<String> capabilities() {
        return ann.request()
                .queryParam("domainId", ann.domain())
                .queryParam("userProfileName", ann.user())
                .get(server.resolve("/api/v1/capabilities").toString())
                .then()
                .statusCode(200)
                .body("items.url", everyItem(nullValue()))
                .extract()
                .path("items.capabilityId");
    }

    /** A browser sends its cookie with any page's WebSocket, and no XSRF token: the Origin decides. */
    @Test
    void aCookieOpensNoWebSocketForAForeignPage() {
        String kernel = ann.kernel("a.ipynb");
        String ours = "http://" + server.getAuthority();
        assertThat(cookieHandshake(kernel, ours)).isEqualTo(101);
        assertThat(cookieHandshake(kernel, "http://studio.example:8700")).isEqualTo(101);
        assertThat(cookieHandshake(kernel, "http://evil.example")).isEqualTo(403);
        assertThat(cookieHandshake(kernel, ours + ".evil.example")).isEqualTo(403);
        assertThat(cookieHandshake(kernel, "null")).isEqualTo(403);
        assertThat(cookieHandshake(kernel, null)).isEqualTo(403);
    }

    private int cookieHandshake(String kernel, @Nullable String origin) {
        WebSocket.Builder builder =
                HttpClient.newHttpClient().newWebSocketBuilder().header("Cookie", "atelier-session=" + ann.session());
        if (origin != null) {
            builder.header("Origin", origin);
        }
        URI address = URI.create(ann.path("api/kernels/" + kernel + "/channels").replaceFirst("http", "ws"));
        try {
            builder.buildAsync(address, new WebSocket.Listener() {}).join().abort();
            return 101;
        } catch (CompletionException e) {
            assertThat(e.getCause()).isInstanceOf(WebSocketHandshakeException.class);
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }

    private RequestSpecification browser() {
        return given().header("Accept", "text/html").cookie("atelier-session", ann.session());
    }

    private RequestSpecification cookie(String xsrf) {
        return given().contentType("application/json")
                .cookie("atelier-session", ann.session())
                .cookie("_xsrf", xsrf);
    }

    private Response openLab() {
        return await("JupyterLab")
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(300))
                .until(
                        () -> browser().get(ann.path("lab")),
                        page -> page.asString().contains("jupyter-config-data"));
    }

    private AppConnection connection() {
        return apps.jupyterServer(new ProfileRef(ann.domain(), ann.user()))
                .flatMap(app -> apps.connection(app.appId()))
                .orElseThrow();
    }

    private static int handshake(URI base, String kernel, @Nullable String token) {
        try (KernelClient _ = KernelClient.connect(base, kernel, "s", WireForm.V1, token)) {
            return 101;
        } catch (CompletionException e) {
            assertThat(e.getCause()).isInstanceOf(WebSocketHandshakeException.class);
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }

    private Status.Code grpc(String token, String kernel) {
        ManagedChannel channel = ManagedChannelBuilder.forAddress(server.getHost(), server.getPort())
                .usePlaintext()
                .build();
        try {
            Metadata headers = new Metadata();
            headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
            KernelServiceGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .getKernel(GetKernelRequest.newBuilder().setKernelId(kernel).build());
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        } finally {
            channel.shutdownNow();
        }
    }
}
