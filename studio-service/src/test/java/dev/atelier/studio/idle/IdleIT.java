package dev.atelier.studio.idle;

import static dev.atelier.studio.StudioApi.as;
import static dev.atelier.studio.StudioApi.awaitStatus;
import static dev.atelier.studio.StudioApi.kernelApp;
import static dev.atelier.studio.StudioApi.operator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.platform.security.TokenMinter;
import dev.atelier.studio.StudioApi;
import dev.atelier.studio.StudioResource;
import dev.atelier.studio.TerminalClient;
import dev.atelier.studio.app.AppConnection;
import dev.atelier.studio.app.AppRuntime;
import dev.atelier.studio.engine.ComputeEngine;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Idle shutdown of real kernels, terminals and apps; the clock is put forward. The timeout is four hours, the notice ten minutes. */
@QuarkusTest
@TestProfile(IdleIT.Shifted.class)
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SecurityResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(
        value = StudioResource.class,
        initArgs = @ResourceArg(name = "python", value = "true"),
        restrictToAnnotatedClass = true)
class IdleIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration TIMEOUT = Duration.ofHours(4);
    private static final Duration NOTICE = Duration.ofMinutes(10);
    private static final String EXECUTE = """
            {"channel": "shell", "parent_header": {}, "metadata": {}, "buffers": [],
             "header": {"msg_id": "m-1", "msg_type": "execute_request", "username": "test", "session": "s-1",
                        "date": "2026-01-01T00:00:00Z", "version": "5.3"},
             "content": {"code": "import time; time.sleep(600)", "silent": false, "store_history": true,
                         "user_expressions": {}, "allow_stdin": false, "stop_on_error": true}}""";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Inject
    ShiftedClock clock;

    @Inject
    AppRuntime runtime;

    @Inject
    ComputeEngine engine;

    @Inject
    TokenMinter minter;

    @Inject
    Told told;

    @Test
    void aQuietKernelEndsAfterAWarningAndItsAppAfterIt() {
        String domain = StudioApi.domain();
        String profile = StudioApi.profile(domain, "ann");
        String kernel = kernel(domain, "ann");
        String app = app(profile, kernel);
        String appId = operator().get(app).path("appId");

        clock.advance(TIMEOUT.minus(NOTICE));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(events(domain, "ann"))
                        .singleElement()
                        .satisfies(event -> assertThat(event)
                                .containsEntry("eventType", "Warning")
                                .containsEntry("resourceType", "Kernel")
                                .containsEntry("resourceId", kernel)));
        assertThat((String) operator().get("/api/v1/kernels/" + kernel).path("executionState"))
                .isEqualTo("idle");

        clock.advance(NOTICE);
        awaitState(kernel, "dead");
        assertThat((String) operator().get("/api/v1/kernels/" + kernel).path("deathReason"))
                .contains("nobody used it", "PT4H");
        assertThat((String) operator().get(app).path("status")).isEqualTo("InService");

        await().atMost(PATIENCE).until(() -> events(domain, "ann").size() == 2);
        awaitSeen();
        clock.advance(TIMEOUT);
        await().atMost(PATIENCE).until(() -> events(domain, "ann").size() == 3);
        assertThat(events(domain, "ann").getFirst()).containsEntry("resourceType", "App");
        clock.advance(NOTICE);
        assertThat((String) awaitStatus(app, "Deleted").path("endReason")).contains("nobody used it");
        assertThat(StudioApi.instances(domain))
                .allSatisfy(instance -> assertThat(instance.get("status")).isNotEqualTo("Running"));
        await().untilAsserted(() -> assertThat(told.types(appId))
                .containsExactly(
                        IdleEvent.Type.WARNING,
                        IdleEvent.Type.SHUTDOWN,
                        IdleEvent.Type.WARNING,
                        IdleEvent.Type.SHUTDOWN));

        StudioApi.profile(domain, "eve");
        assertThat(as(token(domain, "ann"))
                        .get("/api/v1/idle-events")
                        .jsonPath()
                        .getList("items"))
                .hasSize(4);
        assertThat(as(token(domain, "eve"))
                        .get("/api/v1/idle-events")
                        .jsonPath()
                        .getList("items"))
                .isEmpty();
        StudioApi.assertProblem(
                as(token(domain, "eve")).get("/api/v1/idle-events?domainId=" + domain + "&userProfileName=ann"),
                403,
                "permission-denied");
    }

    @Test
    void aUsersOwnTimeoutCounts() {
        String domain = StudioApi.domain();
        String profile = StudioApi.profile(domain, "dan");
        String kernel = kernel(domain, "dan");
        operator()
                .body(Map.of("userSettings", Map.of("idleTimeout", "PT40M")))
                .patch(profile)
                .then()
                .statusCode(200);

        clock.advance(Duration.ofMinutes(30));
        await().atMost(PATIENCE).until(() -> events(domain, "dan").size() == 1);
        clock.advance(NOTICE);

        awaitState(kernel, "dead");
        assertThat((String) operator().get("/api/v1/kernels/" + kernel).path("deathReason"))
                .contains("PT40M");
    }

    @Test
    void aTerminalEndsOnlyOnceItsJobHas() throws Exception {
        String domain = StudioApi.domain();
        String profile = StudioApi.profile(domain, "bob");
        String app = kernelApp(profile, "shells", "ml.t3.medium");
        String appId = operator().get(app).path("appId");
        AppConnection connection = runtime.connection(appId).orElseThrow();
        TerminalClient terminal = new TerminalClient(connection);
        await().atMost(PATIENCE).until(() -> engine.busyTerminals(appId).equals(OptionalInt.of(0)));
        terminal.type("cat\\r");
        await().atMost(PATIENCE).until(() -> engine.busyTerminals(appId).equals(OptionalInt.of(1)));

        awaitSeen();
        // the clock is ahead of the Jupyter server's from other tests: the terminal was an old one before its job began
        int before = events(domain, "bob").size();

        clock.advance(TIMEOUT.multipliedBy(2));
        awaitSeen();
        clock.advance(NOTICE);
        awaitSeen();
        assertThat(events(domain, "bob")).hasSize(before);
        assertThat(call(connection, "GET", "api/terminals")).contains("\"1\"");

        terminal.type("\\u0004"); // the end of its input
        await().atMost(PATIENCE).until(() -> events(domain, "bob").size() > before);
        assertThat(events(domain, "bob").getFirst())
                .containsEntry("eventType", "Warning")
                .containsEntry("resourceType", "Terminal");
        clock.advance(NOTICE);
        await().atMost(PATIENCE)
                .until(() -> call(connection, "GET", "api/terminals").equals("[]"));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(events(domain, "bob").getFirst()).containsEntry("eventType", "Shutdown"));
        terminal.close();
    }

    @Test
    void aKernelThatComputesIsLeftAlone() {
        String domain = StudioApi.domain();
        String profile = StudioApi.profile(domain, "cleo");
        String kernel = kernel(domain, "cleo");
        String appId = operator().get(app(profile, kernel)).path("appId");
        AppConnection connection = runtime.connection(appId).orElseThrow();
        WebSocket channels = socket(connection, "api/kernels/" + kernel + "/channels");
        channels.sendText(EXECUTE, true).join();
        awaitState(kernel, "busy");

        clock.advance(TIMEOUT.multipliedBy(2));
        awaitSeen();
        clock.advance(NOTICE);
        awaitSeen();

        assertThat(events(domain, "cleo")).isEmpty();
        assertThat((String) operator().get("/api/v1/kernels/" + kernel).path("executionState"))
                .isEqualTo("busy");
        channels.abort();
    }

    /** Valid by the clock as it stands. */
    private String token(String domain, String user) {
        return minter.user(domain, user, Duration.ofMinutes(5));
    }

    /** Two looks have begun and ended since. */
    private void awaitSeen() {
        int seen = told.looks();
        await().atMost(PATIENCE).until(() -> told.looks() >= seen + 2);
    }

    private static String kernel(String domain, String user) {
        String id = operator()
                .body(Map.of("domainId", domain, "userProfileName", user))
                .post("/api/v1/kernels")
                .then()
                .statusCode(201)
                .extract()
                .path("kernelId");
        awaitState(id, "idle");
        return id;
    }

    /** The path of the app that the kernel lives in. */
    private static String app(String profile, String kernel) {
        return profile + "/apps/KernelGateway/"
                + operator().get("/api/v1/kernels/" + kernel).path("appName");
    }

    private static void awaitState(String kernel, String state) {
        await().atMost(PATIENCE)
                .until(() ->
                        state.equals(operator().get("/api/v1/kernels/" + kernel).path("executionState")));
    }

    private static WebSocket socket(AppConnection app, String path) {
        URI uri = URI.create(app.baseUri().resolve(path).toString().replaceFirst("http", "ws"));
        return HTTP.newWebSocketBuilder()
                .header("Authorization", "token " + app.secret())
                .buildAsync(uri, new WebSocket.Listener() {})
                .join();
    }

    private static List<Map<String, Object>> events(String domain, String user) {
        return operator()
                .get("/api/v1/idle-events?domainId=" + domain + "&userProfileName=" + user)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items");
    }

    private static String call(AppConnection app, String method, String path) throws Exception {
        return HTTP.send(
                        HttpRequest.newBuilder(app.baseUri().resolve(path))
                                .header("Authorization", "token " + app.secret())
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** What the rest of the service was told, and how many looks there were. */
    @Singleton
    static class Told {
        private final List<IdleEvent> events = new CopyOnWriteArrayList<>();
        private final IdleReconciler reconciler;

        Told(IdleReconciler reconciler) {
            this.reconciler = reconciler;
        }

        void on(@Observes IdleEvent event) {
            events.add(event);
        }

        int looks() {
            return reconciler.looks();
        }

        List<IdleEvent.Type> types(String appId) {
            return events.stream()
                    .filter(event -> event.appId().equals(appId))
                    .map(IdleEvent::type)
                    .toList();
        }
    }

    /** A clock that can be put forward. */
    public static class Shifted implements QuarkusTestProfile {
        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(ShiftedClock.class);
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("atelier.idle.interval", "PT0.2S");
        }
    }
}
