package dev.atelier.studio.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.platform.process.ChildProcesses;
import dev.atelier.testing.EmbeddedDatabase;
import dev.atelier.testing.Environments;
import dev.atelier.testing.ServiceProcess;
import dev.atelier.testing.TestTokens;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens to the service in the middle of operations, afterwards what runs is what is asked for, nothing is left over, and the
 * bill is what ran. The points are random and follow from a seed: {@code -Datelier.test.seed}, {@code -Datelier.test.kills}.
 */
class ConvergenceIT {
    private static final long SEED = Long.getLong("atelier.test.seed", 20261124L);
    private static final int KILLS = Integer.getInteger("atelier.test.kills", 4);
    private static final int LATEST_KILL_MILLIS = 2500;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final List<String> TYPES = List.of("ml.t3.medium", "ml.c5.large");
    private static final Pattern KERNEL = Pattern.compile("kernel-([0-9a-f-]{36})\\.json");

    @TempDir
    static Path dataDir;

    private static String database;
    private static DatabaseLine line;
    private static ServiceProcess billing;
    private static ServiceProcess studio;

    @BeforeAll
    static void start() {
        database = EmbeddedDatabase.create();
        line = new DatabaseLine(database);
        billing = ServiceProcess.start("billing-service", Map.of());
        studio = ServiceProcess.start(
                "studio-service",
                Map.of(
                        "atelier.data-dir",
                        dataDir.toString(),
                        "atelier.engine.local.environments-dir",
                        Environments.directory().toString(),
                        "atelier.engine.local.orphan-grace",
                        "PT1S",
                        "atelier.fast-launch.size",
                        "0",
                        "quarkus.datasource.jdbc.url",
                        line.jdbcUrl(),
                        "quarkus.datasource.username",
                        EmbeddedDatabase.USER,
                        "quarkus.datasource.password",
                        EmbeddedDatabase.PASSWORD,
                        "quarkus.grpc.clients.billing.port",
                        Integer.toString(billing.port())));
    }

    @AfterAll
    static void stop() {
        studio.close();
        billing.close();
        line.close();
        EmbeddedDatabase.drop(database);
        ChildProcesses processes = new ChildProcesses();
        ours().forEach(mark -> processes.sweep("ATELIER_APP", mark));
    }

    @Test
    void killedInTheMiddleOfStartsStopsAndSwitches() throws Exception {
        User user = user("kay");
        Random random = new Random(SEED);
        for (int kill = 1; kill <= KILLS; kill++) {
            String point = "seed %d, kill %d".formatted(SEED, kill);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 3; i++) {
                    Supplier<Response> operation = operation(user, random);
                    threads.execute(() -> attempt(operation));
                }
                // the point: nothing is waited for
                TimeUnit.MILLISECONDS.sleep(random.nextInt(LATEST_KILL_MILLIS));
                studio.kill();
                threads.shutdownNow();
            }
            studio.start();
            awaitRest(user, point);
        }

        endEverything(user);
        assertBilled();
    }

    @Test
    void theDatabaseIsAwayForAWhile() throws Exception {
        User user = user("dora");
        app(user, "mortal", "ml.t3.medium");
        awaitStatus(user.apps() + "/KernelGateway/mortal", "InService");
        app(user, "lasting", "ml.c5.large");
        awaitStatus(user.apps() + "/KernelGateway/lasting", "InService");
        long pid = new ObjectMapper()
                .readTree(dataDir.resolve("apps/"
                                + get(user.apps() + "/KernelGateway/mortal").path("appId") + "/server.json")
                        .toFile())
                .get("pid")
                .asLong();

        String jupyter = "/jupyter/" + user.domain() + "/" + user.name() + "/api/kernels";
        assertThat(get(jupyter).statusCode()).isEqualTo(200);

        line.cut();
        assertThat(get(jupyter).statusCode()).as("what is polled is known").isEqualTo(200);
        Response refused = api().body("{\"name\":\"python3\"}").post(jupyter);
        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(503);
        for (Supplier<Response> request : List.<Supplier<Response>>of(
                () -> get("/api/v1/domains"),
                () -> get(user.apps() + "/KernelGateway/mortal"),
                () -> app(user, "wanted", "ml.t3.medium"),
                () -> api().delete(user.apps() + "/KernelGateway/lasting"))) {
            Response answer = request.get();
            assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(503);
            assertThat((String) answer.path("code")).isEqualTo("unavailable");
            assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
        }
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        await().until(() -> ProcessHandle.of(pid).isEmpty());
        line.mend();

        await().atMost(PATIENCE).until(() -> get("/api/v1/domains").statusCode() == 200);
        assertThat(app(user, "wanted", "ml.t3.medium").statusCode()).isEqualTo(201);
        awaitStatus(user.apps() + "/KernelGateway/mortal", "Failed");
        awaitStatus(user.apps() + "/KernelGateway/wanted", "InService");
        assertThat((String) get(user.apps() + "/KernelGateway/lasting").path("status"))
                .as("what was refused was not done")
                .isEqualTo("InService");
        awaitRest(user, "after the outage");
        endEverything(user);
        assertBilled();
    }

    private static void attempt(Supplier<Response> operation) {
        try {
            Response _ = operation.get();
        } catch (RuntimeException _) {
            // the service was killed before it answered
        }
    }

    private static Supplier<Response> operation(User user, Random random) {
        String type = TYPES.get(random.nextInt(TYPES.size()));
        String name = "app-" + random.nextInt(3);
        String path = "n" + random.nextInt(2) + ".ipynb";
        int choice = random.nextInt(10);
        return switch (choice) {
            case 0, 1, 2 -> () -> app(user, name, type);
            case 3 -> () -> api().delete(user.apps() + "/KernelGateway/" + name);
            case 4, 5, 6 ->
                () -> api().body(Map.of(
                                "domainId",
                                user.domain(),
                                "userProfileName",
                                user.name(),
                                "path",
                                path,
                                "instanceType",
                                type))
                        .post("/api/v1/sessions");
            case 7, 8 ->
                () -> api().body(Map.of("instanceType", type))
                        .post("/api/v1/sessions/" + session(user, path) + ":switch");
            default -> () -> api().delete("/api/v1/sessions/" + session(user, path));
        };
    }

    private static String session(User user, String path) {
        List<String> found = get("/api/v1/sessions?" + user.query())
                .jsonPath()
                .getList("items.findAll { it.path == '" + path + "' }.sessionId");
        return found.isEmpty() ? "none" : found.getFirst();
    }

    /** Everything is where it was asked to be, each app and kernel is one process, and no process is nobody's. */
    private static void awaitRest(User user, String point) {
        await(point).atMost(PATIENCE).untilAsserted(() -> {
            Map<String, String> apps = states(user.apps() + "?pageSize=100", "appId", "status");
            Map<String, String> instances =
                    states("/api/v1/instances?pageSize=100&" + user.query(), "instanceId", "status");
            Map<String, String> kernels =
                    states("/api/v1/kernels?pageSize=100&" + user.query(), "kernelId", "executionState");
            assertThat(apps.values()).isSubsetOf("InService", "Deleted", "Failed");
            assertThat(instances.values()).isSubsetOf("Running", "Stopped", "Failed");
            assertThat(kernels.values()).isSubsetOf("idle", "dead");
            assertThat(processes(Pattern.compile("-m\0jupyter_server")))
                    .as("servers of apps")
                    .containsExactlyInAnyOrderElementsOf(having(apps, "InService"));
            assertThat(processes(KERNEL)).as("kernels").containsExactlyInAnyOrderElementsOf(having(kernels, "idle"));
            List<String> occupied = get(user.apps() + "?pageSize=100")
                    .jsonPath()
                    .getList("items.findAll { it.status == 'InService' }.instanceId");
            assertThat(having(instances, "Running")).hasSameElementsAs(occupied);
        });
    }

    private static void endEverything(User user) {
        List<String> apps = get(user.apps() + "?pageSize=100")
                .jsonPath()
                .getList("items.findAll { it.status == 'InService' }.appName");
        apps.forEach(name -> api().delete(user.apps() + "/KernelGateway/" + name));
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(states("/api/v1/instances?pageSize=100&" + user.query(), "instanceId", "status")
                            .values())
                    .isSubsetOf("Stopped", "Failed");
            assertThat(ours()).isEmpty();
            for (String each : List.of("apps", "instances")) {
                assertThat(dataDir.resolve(each)).isEmptyDirectory();
            }
        });
    }

    /** What Studio says ran, by instance. */
    private static Map<String, Duration> ran() {
        Map<String, Duration> ran = new TreeMap<>();
        List<Map<String, String>> instances =
                get("/api/v1/instances?pageSize=100").jsonPath().getList("items");
        for (Map<String, String> instance : instances) {
            if (instance.get("startTime") != null) {
                ran.put(
                        instance.get("instanceId"),
                        Duration.between(
                                Instant.parse(instance.get("startTime")), Instant.parse(instance.get("endTime"))));
            }
        }
        return ran;
    }

    /** To the microsecond, and nothing besides. */
    private static void assertBilled() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Response bill = given().port(billing.port())
                    .header("Authorization", "Bearer " + TestTokens.operator())
                    .get("/api/v1/costs?groupBy=resource");
            assertThat(bill.statusCode()).as(bill.asString()).isEqualTo(200);
            Map<String, Duration> billed = new TreeMap<>();
            List<Map<String, Object>> rows = bill.jsonPath().getList("rows");
            for (Map<String, Object> row : rows) {
                assertThat(row).containsEntry("running", false);
                billed.put((String) ((Map<?, ?>) row.get("group")).get("resource"), Duration.parse((String)
                        row.get("usage")));
            }
            assertThat(billed).isEqualTo(ran());
        });
    }

    private static Map<String, String> states(String path, String id, String state) {
        Response response = get(path);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        Map<String, String> states = new TreeMap<>();
        List<Map<String, String>> items = response.jsonPath().getList("items");
        items.forEach(item -> states.put(item.get(id), item.get(state)));
        return states;
    }

    private static List<String> having(Map<String, String> states, String state) {
        return states.entrySet().stream()
                .filter(entry -> entry.getValue().equals(state))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Our processes whose command line fits: what the pattern captures, or else the app that they belong to. */
    private static List<String> processes(Pattern command) throws IOException {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                try {
                    Matcher line =
                            command.matcher(Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1));
                    String environment = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
                    int mark =
                            environment.indexOf("@" + dataDir.toAbsolutePath().normalize() + "/");
                    if (mark >= 0 && line.find()) {
                        String appId = environment.substring(mark).split("\0", 2)[0];
                        found.add(line.groupCount() > 0 ? line.group(1) : appId.substring(appId.lastIndexOf('/') + 1));
                    }
                } catch (IOException _) {
                    // it has ended, or is another user's
                }
            }
        }
        return found;
    }

    private static List<String> ours() {
        String ours = "@" + dataDir.toAbsolutePath().normalize() + "/";
        return new ChildProcesses()
                .marks("ATELIER_APP").stream()
                        .filter(mark -> mark.contains(ours))
                        .toList();
    }

    private record User(String domain, String name) {
        String path() {
            return "/api/v1/domains/" + domain + "/user-profiles/" + name;
        }

        String apps() {
            return path() + "/apps";
        }

        String query() {
            return "domainId=" + domain + "&userProfileName=" + name;
        }
    }

    private static User user(String name) {
        String domain = api().body(Map.of("domainName", "of-" + name))
                .post("/api/v1/domains")
                .then()
                .statusCode(201)
                .extract()
                .path("domainId");
        User user = new User(domain, name);
        api().body(Map.of("userProfileName", name))
                .post("/api/v1/domains/" + domain + "/user-profiles")
                .then()
                .statusCode(201);
        awaitStatus(user.path(), "InService");
        return user;
    }

    private static Response app(User user, String name, String type) {
        return api().body(Map.of("appType", "KernelGateway", "appName", name, "instanceType", type))
                .post(user.apps());
    }

    private static void awaitStatus(String path, String status) {
        await(path + " " + status)
                .atMost(PATIENCE)
                .until(() -> status.equals(get(path).path("status")));
    }

    private static Response get(String path) {
        return api().get(path);
    }

    private static RequestSpecification api() {
        return given().port(studio.port())
                .header("Authorization", "Bearer " + TestTokens.operator())
                .contentType(ContentType.JSON);
    }
}
