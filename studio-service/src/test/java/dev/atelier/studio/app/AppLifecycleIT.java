package dev.atelier.studio.app;

import static dev.atelier.studio.StudioApi.awaitGone;
import static dev.atelier.studio.StudioApi.awaitStatus;
import static dev.atelier.studio.StudioApi.instances;
import static dev.atelier.studio.StudioApi.kernelApp;
import static dev.atelier.studio.StudioApi.operator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atelier.billing.v1.UsageEvent;
import dev.atelier.billing.v1.UsageEventType;
import dev.atelier.platform.process.ChildProcesses;
import dev.atelier.studio.StudioApi;
import dev.atelier.studio.StudioResource;
import dev.atelier.studio.engine.ComputeEngine;
import dev.atelier.studio.tenancy.ProfileRef;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Apps and instances on real Jupyter servers. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SecurityResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(
        value = StudioResource.class,
        initArgs = @ResourceArg(name = "python", value = "true"),
        restrictToAnnotatedClass = true)
class AppLifecycleIT {
    @Inject
    AppRuntime runtime;

    @Inject
    ComputeEngine engine;

    @Inject
    ChildProcesses processes;

    @Inject
    DataSource database;

    @Inject
    Changes changes;

    @ConfigProperty(name = "atelier.data-dir")
    Path dataDir;

    @Test
    void aKernelAppRunsOnAnInstanceThatEndsWithItsLastApp() throws Exception {
        String domain = StudioApi.domain();
        String profile = StudioApi.profile(domain, "ada");

        String first = kernelApp(profile, "first", "ml.t3.medium");
        String second = kernelApp(profile, "second", "ml.t3.medium");

        String appId = operator().get(first).path("appId");
        String instanceId = operator().get(first).path("instanceId");
        assertThat((String) operator().get(second).path("instanceId")).isEqualTo(instanceId);
        assertThat(instances(domain))
                .singleElement()
                .satisfies(instance -> assertThat(instance)
                        .containsEntry("status", "Running")
                        .containsEntry("appNames", List.of("first", "second")));
        AppConnection connection = runtime.connection(appId).orElseThrow();
        assertThat(status(connection, connection.secret())).isEqualTo(200);
        assertThat(status(connection, "wrong")).isEqualTo(403);
        assertThat(connection.toString()).doesNotContain(connection.secret());

        await("a peak")
                .untilAsserted(() -> assertThat(usage(instanceId))
                        .filteredOn(event -> event.getType() == UsageEventType.USAGE_EVENT_TYPE_HEARTBEAT)
                        .anySatisfy(event -> {
                            assertThat(event.getPeakMemoryBytes())
                                    .as("what the apps' servers held")
                                    .isBetween(10_000_000L, 4_000_000_000L);
                            assertThat(event.getPeakSeconds())
                                    .as("for how long that was looked at")
                                    .isPositive();
                        }));

        operator().delete(first).then().statusCode(204);
        awaitStatus(first, "Deleted");
        assertThat(instances(domain))
                .singleElement()
                .satisfies(instance -> assertThat(instance).containsEntry("status", "Running"));
        operator().delete(second).then().statusCode(204);
        operator().delete(second).then().statusCode(204);
        awaitStatus("/api/v1/instances/" + instanceId, "Stopped");

        assertThat(processes.marks("ATELIER_APP")).noneMatch(mark -> mark.endsWith(appId));
        assertThat(dataDir.resolve("apps").resolve(appId)).doesNotExist();
        assertThat(usage(instanceId))
                .extracting(UsageEvent::getType)
                // apps without kernels are told to idle, and instances to be in use, whenever that is looked at
                .filteredOn(type -> type != UsageEventType.USAGE_EVENT_TYPE_IDLE
                        && type != UsageEventType.USAGE_EVENT_TYPE_HEARTBEAT)
                .containsExactly(
                        UsageEventType.USAGE_EVENT_TYPE_STARTED,
                        UsageEventType.USAGE_EVENT_TYPE_MEMBER_JOINED,
                        UsageEventType.USAGE_EVENT_TYPE_MEMBER_JOINED,
                        UsageEventType.USAGE_EVENT_TYPE_MEMBER_LEFT,
                        UsageEventType.USAGE_EVENT_TYPE_MEMBER_LEFT,
                        UsageEventType.USAGE_EVENT_TYPE_ENDED);
        assertThat(usage(instanceId).getFirst().getOwner()).satisfies(owner -> {
            assertThat(owner.getUserProfileName()).isEqualTo("ada");
            assertThat(owner.getTeam()).isEqualTo("research");
            assertThat(owner.getProject()).isEqualTo("churn");
        });
        await().untilAsserted(() -> assertThat(changes.of(appId)).containsExactly("InService", "Deleting", "Deleted"));
    }

    @Test
    void aDeadProcessFailsItsAppAndEndsTheBill() throws Exception {
        String domain = StudioApi.domain();
        String profile = StudioApi.profile(domain, "bob");
        String app = kernelApp(profile, "mortal", "ml.t3.medium");
        String appId = operator().get(app).path("appId");
        String instanceId = operator().get(app).path("instanceId");

        ProcessHandle.of(pid(appId)).orElseThrow().destroyForcibly();

        Response failed = awaitStatus(app, "Failed");
        assertThat((String) failed.path("failureReason")).contains("ended");
        awaitStatus("/api/v1/instances/" + instanceId, "Stopped");
        assertThat(usage(instanceId).getLast().getType()).isEqualTo(UsageEventType.USAGE_EVENT_TYPE_ENDED);
        assertThat(runtime.connection(appId)).isEmpty();
        await().untilAsserted(() -> assertThat(changes.of(appId)).containsExactly("InService", "Failed"));
        assertThat(processes.marks("ATELIER_APP")).noneMatch(mark -> mark.endsWith(appId));
    }

    @Test
    void theLabRunsFreeUnderItsPublicPath() throws Exception {
        String domain = StudioApi.domain();
        String profile = StudioApi.profile(domain, "Carol");

        AppRef lab = runtime.ensureJupyterServer(new ProfileRef(domain, "Carol"));
        awaitStatus(profile + "/apps/JupyterServer/default", "InService");

        assertThat(runtime.ensureJupyterServer(new ProfileRef(domain, "Carol"))).isEqualTo(lab);
        AppConnection connection = runtime.connection(lab.appId()).orElseThrow();
        assertThat(connection.baseUri().getPath()).isEqualTo("/jupyter/" + domain + "/Carol/");
        HttpResponse<String> page = get(connection.baseUri().resolve("lab"), connection.secret());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .as("the news pop-up is off; the image's extensions and Atelier's own are there")
                .contains("announcements", "jupyterlab_pygments", "@atelier/lab");
        assertThat(get(
                                connection.baseUri().resolve("lab/api/settings/@jupyterlab/apputils-extension:themes"),
                                connection.secret())
                        .body())
                .contains("JupyterLab Light");
        assertThat(instances(domain)).isEmpty();
        String instanceId =
                operator().get(profile + "/apps/JupyterServer/default").path("instanceId");
        assertThat(instanceId).isNull();
        assertThat(Files.readString(dataDir.resolve("apps/" + lab.appId() + "/server.log")))
                .doesNotContain(connection.secret());
        operator().delete(profile + "/apps/JupyterServer/default").then().statusCode(204);
        awaitStatus(profile + "/apps/JupyterServer/default", "Deleted");
    }

    @Test
    void oneKernelAppForAnImageAndTypeAlsoUnderParallelRequests() throws Exception {
        String domain = StudioApi.domain();
        StudioApi.profile(domain, "dan");
        ProfileRef owner = new ProfileRef(domain, "dan");

        List<AppRef> refs = new CopyOnWriteArrayList<>();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            callers.add(Thread.ofPlatform().start(() -> refs.add(runtime.ensureKernelApp(owner, null, null))));
        }
        for (Thread caller : callers) {
            caller.join();
        }

        assertThat(refs).hasSize(8);
        assertThat(refs.stream().distinct()).hasSize(1);
        assertThat(instances(domain)).hasSize(1);
        String instanceId = (String) instances(domain).getFirst().get("instanceId");
        awaitStatus(
                "/api/v1/domains/" + domain + "/user-profiles/dan/apps/KernelGateway/"
                        + refs.getFirst().appName(),
                "InService");
        operator().delete("/api/v1/instances/" + instanceId).then().statusCode(204);
        awaitStatus("/api/v1/instances/" + instanceId, "Stopped");
        AppRef next = runtime.ensureKernelApp(owner, "data-science", "system");
        assertThat(next.appId()).isNotEqualTo(refs.getFirst().appId());
        assertThat(runtime.app(next.appId()).orElseThrow().instanceType()).isEqualTo("ml.t3.medium");
    }

    @Test
    void aProfileIsDeletedOnlyWithoutAppsAndADomainOnlyWithoutProfiles() {
        String domain = StudioApi.domain();
        String profile = StudioApi.profile(domain, "eve");
        String app = kernelApp(profile, "here", "ml.t3.medium");

        StudioApi.assertProblem(operator().delete(profile), 409, "resource-in-use");
        StudioApi.assertProblem(operator().delete("/api/v1/domains/" + domain), 409, "resource-in-use");
        operator().delete(app).then().statusCode(204);
        awaitStatus(app, "Deleted");
        operator().delete(profile).then().statusCode(204);
        awaitGone(profile);
        operator().delete("/api/v1/domains/" + domain).then().statusCode(204);
        awaitGone("/api/v1/domains/" + domain);
        assertThat(dataDir.resolve("homes").resolve(domain).resolve("eve")).isDirectory();
    }

    @Test
    void aProcessThatNobodyOwnsIsEnded() throws Exception {
        String domain = StudioApi.domain();
        String profile = StudioApi.profile(domain, "finn");
        String app = kernelApp(profile, "lost", "ml.t3.medium");
        String appId = operator().get(app).path("appId");
        long pid = pid(appId);

        execute("update app set status = 'Deleted', end_time = now() where app_id = '%s'".formatted(appId));
        engine.sweep(Set.of(), Instant.EPOCH);
        assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive)).contains(true);

        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    private long pid(String appId) throws IOException {
        return new ObjectMapper()
                .readTree(dataDir.resolve("apps/" + appId + "/server.json").toFile())
                .get("pid")
                .asLong();
    }

    private List<UsageEvent> usage(String instanceId) throws SQLException, InvalidProtocolBufferException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select event from usage_outbox where resource_id = '" + instanceId + "' order by id")) {
            List<UsageEvent> events = new ArrayList<>();
            while (rows.next()) {
                events.add(UsageEvent.parseFrom(rows.getBytes("event")));
            }
            return events;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int status(AppConnection connection, String secret) throws Exception {
        return get(connection.baseUri().resolve("api/status"), secret).statusCode();
    }

    private static HttpResponse<String> get(URI uri, String secret) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(uri)
                            .header("Authorization", "token " + secret)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    /** What was told about apps. */
    @Singleton
    static class Changes {
        private final List<AppChanged> told = new CopyOnWriteArrayList<>();

        void on(@Observes AppChanged change) {
            told.add(change);
        }

        List<String> of(String appId) {
            return told.stream()
                    .filter(change -> change.appId().equals(appId))
                    .map(AppChanged::status)
                    .toList();
        }
    }
}
