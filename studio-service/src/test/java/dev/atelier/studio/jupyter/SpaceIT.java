package dev.atelier.studio.jupyter;

import static dev.atelier.studio.StudioApi.as;
import static dev.atelier.studio.StudioApi.awaitStatus;
import static dev.atelier.studio.StudioApi.operator;
import static dev.atelier.studio.StudioApi.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.platform.process.ChildProcesses;
import dev.atelier.studio.StudioApi;
import dev.atelier.studio.StudioGrpc;
import dev.atelier.studio.StudioResource;
import dev.atelier.studio.v1.AppType;
import dev.atelier.studio.v1.GetLifecycleLogRequest;
import dev.atelier.studio.v1.GetLifecycleLogResponse;
import dev.atelier.studio.v1.LifecycleConfigServiceGrpc;
import dev.atelier.studio.v1.LifecycleStatus;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kernels in spaces, and scripts of lifecycle configurations, with real processes. */
@QuarkusTest
@TestProfile(SpaceIT.ShortScripts.class)
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SecurityResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(
        value = StudioResource.class,
        initArgs = @ResourceArg(name = "python", value = "true"),
        restrictToAnnotatedClass = true)
class SpaceIT {
    @TestHTTPResource("/")
    URI server;

    private Jupyter ann;
    private Jupyter bob;

    @BeforeEach
    void users() {
        String domain = StudioApi.domain();
        ann = Jupyter.of(server, domain, "ann");
        bob = Jupyter.of(server, domain, "bob");
    }

    @Test
    void twoUsersWorkOnOneKernelOfASharedSpace() {
        Jupyter team = space("team", Map.of("spaceSettings", Map.of("quotas", Map.of("kernels", 1))));
        Response started = ann.request()
                .body(Map.of("path", "a.ipynb", "name", "a", "type", "notebook", "kernel", Map.of("name", "python3")))
                .post(team.path("api/sessions"));
        started.then().statusCode(201);
        String kernel = started.path("kernel.id");
        team.awaitState(kernel, "idle");

        assertThat(execute(ann, kernel, "secret = 6 * 7; open('kept.txt', 'w').write('ours')"))
                .isEqualTo("4");
        assertThat(bob.request().get(team.path("api/kernels")).jsonPath().getList("id"))
                .containsExactly(kernel);
        assertThat(execute(bob, kernel, "secret")).isEqualTo("42");
        assertThat(as(bob.token())
                        .get("/api/v1/domains/" + bob.domain() + "/spaces/team/home/files/kept.txt")
                        .asString())
                .isEqualTo("ours");
        assertThat(as(bob.token()).get("/api/v1/kernels").jsonPath().getList("items"))
                .as("a user's own list has what is his own")
                .isEmpty();

        Map<String, Object> instance = StudioApi.instances(ann.domain()).getFirst();
        assertThat(instance).containsEntry("spaceName", "team").doesNotContainKey("userProfileName");
        StudioApi.assertProblem(
                as(bob.token())
                        .body(Map.of("domainId", bob.domain(), "spaceName", "team"))
                        .post("/api/v1/kernels"),
                429,
                "resource-limit-exceeded");
        Response inUse = operator().delete("/api/v1/domains/" + ann.domain() + "/spaces/team");
        StudioApi.assertProblem(inUse, 409, "resource-in-use");
        assertThat((String) inUse.path("detail"))
                .isEqualTo("Unable to delete Space [%s/team] because App(s) are associated with it."
                        .formatted(ann.domain()));
    }

    @Test
    void whatIsInAPrivateSpaceCountsForItsOwner() {
        operator()
                .body(Map.of("userSettings", Map.of("quotas", Map.of("kernels", 1))))
                .patch("/api/v1/domains/" + ann.domain() + "/user-profiles/" + ann.user())
                .then()
                .statusCode(200);
        space("own", Map.of("ownerUserProfileName", ann.user()));
        as(ann.token())
                .body(Map.of("domainId", ann.domain(), "spaceName", "own"))
                .post("/api/v1/kernels")
                .then()
                .statusCode(201);
        Response refused = as(ann.token())
                .body(Map.of("domainId", ann.domain(), "userProfileName", ann.user()))
                .post("/api/v1/kernels");
        StudioApi.assertProblem(refused, 429, "resource-limit-exceeded");
        assertThat((String) refused.path("detail")).contains("user profile");
        assertThat(as(ann.token())
                        .get("/api/v1/quotas")
                        .jsonPath()
                        .getList("items.findAll { it.quota == 'kernels' }.inUse"))
                .isEqualTo(List.of(1));
    }

    @Test
    void aScriptRunsBeforeTheKernelsStart() {
        String config = config("""
                echo "made for $(basename "$HOME")" > made.txt
                for packages in "$VIRTUAL_ENV"/lib/python3*/site-packages; do
                    echo 'GREETING = "from the script"' > "$packages/greeting.py"
                done
                nohup sleep 600 > /dev/null 2>&1 &
                echo said
                """);
        attach(config);
        String kernel = ann.kernel("a.ipynb");
        assertThat(execute(ann, kernel, "import greeting; open('made.txt').read(), greeting.GREETING"))
                .isEqualTo("('made for " + ann.user() + "\\n', 'from the script')");
        String app = app(kernel);
        assertThat((String) operator().get(app).path("lifecycleConfigName")).isEqualTo(config);
        Response log = as(ann.token()).get(app + "/lifecycle-log");
        assertThat((String) log.path("status")).isEqualTo("Succeeded");
        assertThat((String) log.path("log")).isEqualTo("said\n");
        StudioApi.assertProblem(as(bob.token()).get(app + "/lifecycle-log"), 403, "permission-denied");

        String appId = operator().get(app).path("appId");
        assertThat(scripts(appId)).as("what the script left running").isEqualTo(1);
        operator().delete(app).then().statusCode(204);
        awaitStatus(app, "Deleted");
        assertThat(scripts(appId)).isZero();
        assertThat((String) operator().get(app + "/lifecycle-log").path("log")).isEqualTo("said\n");
    }

    @Test
    void aScriptThatFailsFailsItsApp() {
        String config = config("#!/bin/sh\necho 'no such mirror' >&2\nexit 3\n");
        attach(config);
        Response failed = failedApp("broken");
        assertThat((String) failed.path("failureReason"))
                .contains(config, "exit code 3", "no such mirror", "KernelGateway/broken/lifecycle-log");
        try (StudioGrpc grpc = new StudioGrpc(server)) {
            GetLifecycleLogResponse log = LifecycleConfigServiceGrpc.newBlockingStub(grpc.as(ann.token()))
                    .getLifecycleLog(GetLifecycleLogRequest.newBuilder()
                            .setDomainId(ann.domain())
                            .setUserProfileName(ann.user())
                            .setAppType(AppType.APP_TYPE_KERNEL_GATEWAY)
                            .setAppName("broken")
                            .build());
            assertThat(log.getStatus()).isEqualTo(LifecycleStatus.LIFECYCLE_STATUS_FAILED);
            assertThat(log.getExitCode()).isEqualTo(3);
            assertThat(log.getLog()).isEqualTo("no such mirror\n");
        }
    }

    @Test
    void aScriptThatHangsIsEndedAtTheLimitWithAllThatItStarted() {
        attach(config("echo waiting\nsleep 600 &\nsleep 600\n"));
        Response failed = failedApp("stuck");
        assertThat((String) failed.path("failureReason")).contains("did not end within PT3S", "waiting");
        assertThat(scripts(failed.path("appId"))).isZero();
        awaitStatus("/api/v1/instances/" + failed.path("instanceId"), "Stopped");
    }

    private Response failedApp(String name) {
        String profile = "/api/v1/domains/" + ann.domain() + "/user-profiles/" + ann.user();
        as(ann.token())
                .body(Map.of("appType", "KernelGateway", "appName", name))
                .post(profile + "/apps")
                .then()
                .statusCode(201);
        return awaitStatus(profile + "/apps/KernelGateway/" + name, "Failed");
    }

    private static String config(String script) {
        String name = unique("script");
        operator()
                .body(Map.of("lifecycleConfigName", name, "appType", "KernelGateway", "script", script))
                .post("/api/v1/lifecycle-configs")
                .then()
                .statusCode(201);
        return name;
    }

    private void attach(String config) {
        operator()
                .body(Map.of(
                        "userSettings",
                        Map.of("lifecycleConfigs", Map.of("kernelGateway", Map.of("defaultName", config)))))
                .patch("/api/v1/domains/" + ann.domain() + "/user-profiles/" + ann.user())
                .then()
                .statusCode(200);
    }

    /** The surface of a new space. */
    private Jupyter space(String name, Map<String, Object> more) {
        Map<String, Object> wanted = new HashMap<>(more);
        wanted.put("spaceName", name);
        String spaces = "/api/v1/domains/" + ann.domain() + "/spaces";
        operator().body(wanted).post(spaces).then().statusCode(201);
        awaitStatus(spaces + "/" + name, "InService");
        return new Jupyter(server, ann.domain(), "space." + name);
    }

    private String app(String kernel) {
        return "/api/v1/domains/" + ann.domain() + "/user-profiles/" + ann.user() + "/apps/KernelGateway/"
                + operator().get("/api/v1/kernels/" + kernel).path("appName");
    }

    /** What the kernel answers to an expression. */
    private static String execute(Jupyter user, String kernel, String code) {
        Response executed = as(user.token())
                .urlEncodingEnabled(false)
                .body(Map.of("code", code))
                .post("/api/v1/kernels/" + kernel + ":execute");
        assertThat(executed.statusCode()).as(executed.asString()).isEqualTo(200);
        return executed.jsonPath().getString("outputs.find { it.output_type == 'execute_result' }.data.'text/plain'");
    }

    /** How many families of processes the app's script has left. */
    private static int scripts(String appId) {
        return (int) new ChildProcesses()
                .marks("ATELIER_APP").stream()
                        .filter(mark -> mark.endsWith("/" + appId + "/script"))
                        .count();
    }

    /** Scripts have three seconds. */
    public static final class ShortScripts implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("atelier.apps.lifecycle-timeout", "PT3S");
        }
    }
}
