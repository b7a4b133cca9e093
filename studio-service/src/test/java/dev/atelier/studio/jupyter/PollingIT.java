package dev.atelier.studio.jupyter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.studio.StudioApi;
import dev.atelier.studio.StudioResource;
import dev.atelier.studio.kernel.wire.WireForm;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every tab asks for every ten seconds is answered from memory, and is right. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SecurityResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(
        value = StudioResource.class,
        initArgs = @ResourceArg(name = "python", value = "true"),
        restrictToAnnotatedClass = true)
class PollingIT {
    private static final int TABS = 1000;
    private static final int AT_A_TIME = 64;
    private static final List<String> POLLED = List.of("api/kernels", "api/sessions", "api/terminals");

    @TestHTTPResource("/")
    URI server;

    @Inject
    DataSource database;

    @ConfigProperty(name = "atelier.data-dir")
    Path dataDir;

    private Jupyter ann;

    @BeforeEach
    void user() {
        ann = Jupyter.of(server, StudioApi.domain(), "ann");
        assertThat(ann.request()
                        .header("Accept", "text/html")
                        .get(ann.path("lab"))
                        .statusCode())
                .isLessThan(400);
        await("the Lab")
                .atMost(Duration.ofSeconds(60))
                .until(() -> ann.get("api/terminals").statusCode() == 200);
    }

    @Test
    void aThousandTabsAskNoServerAndNoDatabase() throws Exception {
        String kernel = ann.kernel("a.ipynb");
        String terminal = ann.request().post(ann.path("api/terminals")).path("name");
        POLLED.forEach(path -> ann.get(path).then().statusCode(200));

        List<Long> servers = servers();
        assertThat(servers).hasSizeGreaterThanOrEqualTo(2);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                ExecutorService tabs = Executors.newVirtualThreadPerTaskExecutor()) {
            connection.setAutoCommit(false);
            // whoever asks one of them now waits until the end of the test
            statement.execute(
                    "lock table kernel, kernel_session, app, instance, user_profile, domain in access exclusive mode");
            for (long pid : servers) {
                signal(pid, "STOP");
            }
            try {
                Semaphore room = new Semaphore(AT_A_TIME);
                List<Callable<List<String>>> polls = new ArrayList<>();
                for (int tab = 0; tab < TABS; tab++) {
                    polls.add(() -> poll(http, room));
                }
                for (Future<List<String>> answers : tabs.invokeAll(polls, 120, TimeUnit.SECONDS)) {
                    assertThat(answers.get().get(0)).contains(kernel);
                    assertThat(answers.get().get(1)).contains("a.ipynb").contains(kernel);
                    assertThat(answers.get().get(2)).contains("\"name\":\"" + terminal + "\"");
                }
            } finally {
                for (long pid : servers) {
                    signal(pid, "CONT");
                }
                connection.rollback();
            }
        }
    }

    @Test
    void whatChangesIsSeenByTheNextPoll() {
        assertThat(ann.get("api/sessions").jsonPath().getList("$")).isEmpty();
        String kernel = ann.session("a.ipynb").path("kernel.id");
        assertThat(ids(ann.get("api/kernels").jsonPath())).containsExactly(kernel);
        String session = ann.get("api/sessions").path("[0].id");
        ann.request()
                .body(Map.of("path", "moved/b.ipynb"))
                .patch(ann.path("api/sessions/" + session))
                .then()
                .statusCode(200);
        assertThat((String) ann.get("api/sessions").path("[0].path")).isEqualTo("moved/b.ipynb");
        ann.awaitState(kernel, "idle");
        try (KernelClient client = ann.client(kernel, "s1", WireForm.V1)) {
            client.result(client.execute("1"));
            assertThat((Integer) ann.get("api/kernels").path("[0].connections")).isEqualTo(1);
            assertThat((String) ann.get("api/kernels").path("[0].execution_state"))
                    .isEqualTo("idle");
        }
        ann.request().delete(ann.path("api/sessions/" + session)).then().statusCode(204);
        assertThat(ann.get("api/kernels").jsonPath().getList("$")).isEmpty();
        assertThat(ann.get("api/sessions").jsonPath().getList("$")).isEmpty();
    }

    @Test
    void terminalsComeAndGoWithTheirRequestsAndTheirShells() throws Exception {
        assertThat(ann.get("api/terminals").jsonPath().getList("$")).isEmpty();
        String first = ann.request().post(ann.path("api/terminals")).path("name");
        String second = ann.request().post(ann.path("api/terminals")).path("name");
        assertThat(ann.get("api/terminals").jsonPath().getList("name", String.class))
                .containsExactly(first, second);
        ann.request().delete(ann.path("api/terminals/" + first)).then().statusCode(204);
        assertThat(ann.get("api/terminals").jsonPath().getList("name", String.class))
                .containsExactly(second);

        try (HttpClient http = HttpClient.newHttpClient()) {
            var socket = http.newWebSocketBuilder()
                    .header("Authorization", "token " + ann.token())
                    .buildAsync(
                            URI.create(ann.path("terminals/websocket/" + second).replaceFirst("^http", "ws")),
                            new java.net.http.WebSocket.Listener() {})
                    .get(10, TimeUnit.SECONDS);
            Response listed = StudioApi.operator()
                    .get("/api/v1/domains/" + ann.domain() + "/user-profiles/" + ann.user()
                            + "/apps/JupyterServer/default/terminals");
            assertThat(listed.statusCode()).as(listed.asString()).isEqualTo(200);
            assertThat(listed.jsonPath().getList("items.name", String.class)).containsExactly(second);
            assertThat(listed.jsonPath().getInt("items[0].connections")).isEqualTo(1);
            assertThat(listed.jsonPath().getLong("items[0].memoryBytes")).isBetween(500_000L, 1_000_000_000L);
            assertThat(Instant.parse(listed.path("items[0].lastActivity")))
                    .isAfter(Instant.parse("2020-01-01T00:00:00Z"));
            socket.sendText("[\"stdin\", \"exit\\r\"]", true).get(10, TimeUnit.SECONDS);
            await("the shell's end")
                    .atMost(Duration.ofSeconds(15))
                    .until(() ->
                            ann.get("api/terminals").jsonPath().getList("$").isEmpty());
        }
    }

    private List<String> poll(HttpClient http, Semaphore room) throws IOException, InterruptedException {
        List<String> answers = new ArrayList<>();
        for (String path : POLLED) {
            room.acquire();
            try {
                HttpResponse<String> answer = http.send(
                        HttpRequest.newBuilder(URI.create(ann.path(path)))
                                .header("Authorization", "token " + ann.token())
                                .timeout(Duration.ofSeconds(60))
                                .build(),
                        BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                answers.add(answer.body());
            } finally {
                room.release();
            }
        }
        return answers;
    }

    private static List<String> ids(JsonPath models) {
        return models.getList("id", String.class);
    }

    /** The Jupyter servers of this test's apps: what they are asked now they answer at the end of the test. */
    private List<Long> servers() throws IOException {
        List<Long> pids = new ArrayList<>();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes
                    .filter(path -> path.getFileName().toString().matches("[0-9]+"))
                    .toList()) {
                try {
                    String environment = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
                    String command = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
                    if (environment.contains(dataDir.toString())
                            && command.matches("(?s).*\0-m\0jupyter(lab|_server)\0.*")) {
                        pids.add(Long.parseLong(process.getFileName().toString()));
                    }
                } catch (IOException _) {
                    // it has ended, or is somebody else's
                }
            }
        }
        return pids;
    }

    private static void signal(long pid, String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }
}
