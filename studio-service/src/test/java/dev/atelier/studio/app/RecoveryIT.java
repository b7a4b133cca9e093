package dev.atelier.studio.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.platform.process.ChildProcesses;
import dev.atelier.testing.Environments;
import dev.atelier.testing.ServiceProcess;
import dev.atelier.testing.TestTokens;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of billing and studio, as processes: nothing is lost, nothing is billed twice, nothing is left over. */
class RecoveryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path dataDir;

    private ServiceProcess billing;
    private ServiceProcess studio;

    @BeforeEach
    void start() {
        billing = ServiceProcess.start("billing-service", Map.of());
        studio = ServiceProcess.start(
                "studio-service",
                Map.of(
                        "atelier.data-dir", dataDir.toString(),
                        "atelier.engine.local.environments-dir",
                                Environments.directory().toString(),
                        "atelier.engine.local.orphan-grace", "PT1S",
                        "atelier.fast-launch.size", "0",
                        "quarkus.grpc.clients.billing.port", Integer.toString(billing.port())));
    }

    @AfterEach
    void stop() {
        studio.close();
        billing.close();
        ChildProcesses processes = new ChildProcesses();
        String ours = "@" + dataDir.toAbsolutePath().normalize() + "/";
        processes.marks("ATELIER_APP").stream()
                .filter(mark -> mark.contains(ours))
                .forEach(mark -> processes.sweep("ATELIER_APP", mark));
    }

    @Test
    void anAppRunsOnOnOneUnbrokenBillWhenTheServiceIsKilled() throws Exception {
        String profile = profile("ada");
        create(profile, "survivor");
        String path = profile + "/apps/KernelGateway/survivor";
        Response before = awaitStatus(path, "InService");
        long pid = pid(before.path("appId"));
        create(profile, "in-the-making");

        studio.kill();
        assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive)).contains(true);
        billing.kill();
        billing.start();
        studio.start();

        awaitStatus(profile + "/apps/KernelGateway/in-the-making", "InService");
        Response after = awaitStatus(path, "InService");
        assertThat((String) after.path("appId")).isEqualTo(before.path("appId"));
        assertThat((String) after.path("inServiceTime")).isEqualTo(before.path("inServiceTime"));
        assertThat(pid(after.path("appId"))).isEqualTo(pid);

        String instance = after.path("instanceId");
        api().delete("/api/v1/instances/" + instance).then().statusCode(204);
        Response ended = awaitStatus("/api/v1/instances/" + instance, "Stopped");
        assertThat(new ChildProcesses().marks("ATELIER_APP"))
                .noneMatch(mark -> mark.contains(dataDir.getFileName().toString()));
        Duration ran = Duration.between(Instant.parse(ended.path("startTime")), Instant.parse(ended.path("endTime")));
        await().atMost(PATIENCE).untilAsserted(() -> {
            Response bill = given().port(billing.port())
                    .header("Authorization", "Bearer " + TestTokens.operator())
                    .get("/api/v1/costs?groupBy=resource");
            assertThat(bill.jsonPath().getList("rows.running")).containsExactly(false);
            assertThat(bill.jsonPath().getList("rows.group.resource")).containsExactly(instance);
            assertThat(Duration.parse(bill.path("rows[0].usage"))).isEqualTo(ran);
        });
    }

    @Test
    void anAppThatDiedWhileTheServiceWasAwayIsFailedAndItsBillEnds() throws Exception {
        String profile = profile("bob");
        create(profile, "mortal");
        String path = profile + "/apps/KernelGateway/mortal";
        Response before = awaitStatus(path, "InService");
        long pid = pid(before.path("appId"));

        studio.kill();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        studio.start();

        Response failed = awaitStatus(path, "Failed");
        assertThat((String) failed.path("failureReason")).contains("ended");
        awaitStatus("/api/v1/instances/" + failed.path("instanceId"), "Stopped");
    }

    @Test
    void aScriptThatRanWhileTheServiceWasKilledRanOnceAndItsAppStarts() throws Exception {
        String profile = profile("cid");
        Path runs = dataDir.resolve("runs");
        api().body(Map.of(
                        "lifecycleConfigName",
                        "slow",
                        "appType",
                        "KernelGateway",
                        "script",
                        "echo begun >> '%s'; until [ -e '%s.go' ]; do sleep 0.1; done; echo done"
                                .formatted(runs, runs)))
                .post("/api/v1/lifecycle-configs")
                .then()
                .statusCode(201);
        api().body(Map.of(
                        "userSettings",
                        Map.of("lifecycleConfigs", Map.of("kernelGateway", Map.of("defaultName", "slow")))))
                .patch(profile)
                .then()
                .statusCode(200);
        create(profile, "scripted");
        String path = profile + "/apps/KernelGateway/scripted";
        await().atMost(PATIENCE)
                .until(() -> "Running".equals(api().get(path + "/lifecycle-log").path("status")));
        await().atMost(PATIENCE).until(() -> Files.exists(runs));

        studio.kill();
        Files.createFile(dataDir.resolve("runs.go"));
        studio.start();

        awaitStatus(path, "InService");
        assertThat(Files.readAllLines(runs)).containsExactly("begun");
        Response log = api().get(path + "/lifecycle-log");
        assertThat((String) log.path("status")).isEqualTo("Succeeded");
        assertThat((String) log.path("log")).isEqualTo("done\n");
    }

    private String profile(String name) {
        String domain = api().body(Map.of("domainName", "recovery"))
                .post("/api/v1/domains")
                .then()
                .statusCode(201)
                .extract()
                .path("domainId");
        api().body(Map.of("userProfileName", name))
                .post("/api/v1/domains/" + domain + "/user-profiles")
                .then()
                .statusCode(201);
        String path = "/api/v1/domains/" + domain + "/user-profiles/" + name;
        awaitStatus(path, "InService");
        return path;
    }

    private void create(String profile, String app) {
        api().body(Map.of("appType", "KernelGateway", "appName", app))
                .post(profile + "/apps")
                .then()
                .statusCode(201);
    }

    private Response awaitStatus(String path, String status) {
        return await(path + " " + status)
                .atMost(PATIENCE)
                .until(() -> api().get(path), response -> status.equals(response.path("status")));
    }

    private RequestSpecification api() {
        return given().port(studio.port())
                .header("Authorization", "Bearer " + TestTokens.operator())
                .contentType(ContentType.JSON);
    }

    private long pid(String appId) throws IOException {
        return new ObjectMapper()
                .readTree(dataDir.resolve("apps/" + appId + "/server.json").toFile())
                .get("pid")
                .asLong();
    }
}
