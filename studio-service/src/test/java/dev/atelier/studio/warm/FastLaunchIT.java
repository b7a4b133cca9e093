package dev.atelier.studio.warm;

import static dev.atelier.studio.StudioApi.awaitStatus;
import static dev.atelier.studio.StudioApi.operator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.studio.StudioApi;
import dev.atelier.studio.StudioResource;
import dev.atelier.studio.app.AppConnection;
import dev.atelier.studio.app.AppRuntime;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pool of three warm apps, real processes all. */
@QuarkusTest
@TestProfile(FastLaunchIT.Pool.class)
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SecurityResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(
        value = StudioResource.class,
        initArgs = @ResourceArg(name = "python", value = "true"),
        restrictToAnnotatedClass = true)
class FastLaunchIT {
    private static final int SIZE = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Inject
    WarmApps warm;

    @Inject
    AppRuntime apps;

    @ConfigProperty(name = "atelier.data-dir")
    Path dataDir;

    @BeforeEach
    void full() {
        await("a full pool").atMost(PATIENCE).until(() -> waiting().size() == SIZE);
    }

    @Test
    void moreUsersThanWarmAppsAtOnceEachGetAnAppOfTheirOwn() throws Exception {
        Set<String> waiting = waiting();
        String domain = StudioApi.domain();
        List<String> users = List.of("ann", "bob", "cleo", "dan", "eve");
        for (String user : users) {
            StudioApi.profile(domain, user);
            Path home = dataDir.resolve("homes").resolve(domain).resolve(user);
            Files.createDirectories(home);
            Files.writeString(home.resolve("of-" + user + ".txt"), user);
        }
        Instant asked = Instant.now();

        List<String> paths = atOnce(users.stream()
                .<Launch>map(user -> () -> StudioApi.kernelApp(profile(domain, user), "app", "ml.t3.medium"))
                .toList());

        List<String> ids = paths.stream()
                .map(path -> operator().get(path).<String>path("appId"))
                .toList();
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(ids.stream().filter(waiting::contains)).hasSize(SIZE);
        Set<String> secrets = new TreeSet<>();
        for (int i = 0; i < users.size(); i++) {
            AppConnection connection = apps.connection(ids.get(i)).orElseThrow();
            secrets.add(connection.secret());
            String owner = users.get(i);
            String files = call(connection, "api/contents", connection.secret()).body();
            assertThat(users.stream().filter(user -> files.contains("of-" + user + ".txt")))
                    .as("whose home it shows")
                    .containsExactly(owner);
            assertThat(subject(Files.readString(dataDir.resolve("apps/" + ids.get(i) + "/token"))))
                    .as("whom its programs act as")
                    .isEqualTo(domain + "/" + owner);
            AppConnection other = apps.connection(ids.get((i + 1) % ids.size())).orElseThrow();
            assertThat(call(connection, "api/contents", other.secret()).statusCode())
                    .isEqualTo(403);
            Instant start = Instant.parse(operator()
                    .get("/api/v1/instances/" + operator().get(paths.get(i)).path("instanceId"))
                    .path("startTime"));
            assertThat(start).as("charged from the claim").isAfterOrEqualTo(asked);
        }
        assertThat(secrets).hasSameSizeAs(users);
        await("a full pool again")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(waiting()).hasSize(SIZE).doesNotContainAnyElementsOf(waiting));
        for (String user : users) {
            operator().delete(profile(domain, user) + "/apps/KernelGateway/app");
        }
    }

    @Test
    void oneIsClaimedOnceHoweverManyAsk() throws Exception {
        List<String> claimed = atOnce(IntStream.range(0, 20)
                .<Launch>mapToObj(_ -> () -> QuarkusTransaction.requiringNew()
                        .call(() -> warm.claim("data-science", "ml.t3.medium").orElse("")))
                .toList());

        assertThat(claimed.stream().filter(id -> !id.isEmpty()))
                .isNotEmpty()
                .hasSizeLessThanOrEqualTo(SIZE)
                .doesNotHaveDuplicates();
    }

    @Test
    void aClaimThatIsRolledBackGivesTheAppBack() {
        Set<String> before = waiting();
        QuarkusTransaction.begin();
        Optional<String> claimed = warm.claim("data-science", "ml.t3.medium");
        QuarkusTransaction.rollback();

        assertThat(before).contains(claimed.orElseThrow());
        assertThat(waiting()).contains(claimed.orElseThrow());
        assertThat(QuarkusTransaction.requiringNew().call(() -> warm.claim("data-science", "ml.m5.large")))
                .as("of another type")
                .isEmpty();
    }

    @Test
    void whatWaitsKnowsNobodyAndEndsUnlessItIsReplaced() throws Exception {
        String victim = waiting().iterator().next();
        long pid = pid(victim);
        String environment = Files.readString(Path.of("/proc/" + pid + "/environ"), StandardCharsets.ISO_8859_1);
        assertThat(environment).contains(victim).doesNotContain("/homes/");
        assertThat(dataDir.resolve("apps").resolve(victim).resolve("config/jupyter_server_config.json"))
                .as("no secret yet")
                .doesNotExist();
        assertThat(dataDir.resolve("apps").resolve(victim).resolve("token"))
                .as("no token yet")
                .doesNotExist();

        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        await("a full pool without it").atMost(PATIENCE).until(() -> {
            Set<String> now = waiting();
            return now.size() == SIZE && !now.contains(victim);
        });
        assertThat(dataDir.resolve("apps").resolve(victim)).doesNotExist();
    }

    @Test
    void anAppOfAnEmptyPoolStartsAllTheSame() {
        String domain = StudioApi.domain();
        String profile = StudioApi.profile(domain, "fay");
        StudioApi.createApp(profile, "KernelGateway", "cold", "ml.m5.large")
                .then()
                .statusCode(201);
        awaitStatus(profile + "/apps/KernelGateway/cold", "InService");
        operator().delete(profile + "/apps/KernelGateway/cold");
    }

    private Set<String> waiting() {
        Set<String> ids = new TreeSet<>();
        warm.all().stream().filter(WarmApp::ready).map(WarmApp::appId).forEach(ids::add);
        return ids;
    }

    /** The process whose environment names the app. */
    private static long pid(String appId) throws IOException {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                try {
                    if (Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1)
                            .contains("/" + appId + "\0")) {
                        return Long.parseLong(process.getFileName().toString());
                    }
                } catch (IOException _) {
                    // it has ended, or is another user's
                }
            }
        }
        throw new AssertionError("no process of " + appId);
    }

    private static String subject(String token) {
        String claims = token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));
        return new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(claims))).getString("sub");
    }

    private static String profile(String domain, String user) {
        return "/api/v1/domains/" + domain + "/user-profiles/" + user;
    }

    private static List<String> atOnce(List<Launch> launches) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> results = new ArrayList<>();
            for (Launch launch : launches) {
                results.add(threads.submit(() -> {
                    start.await();
                    return launch.run();
                }));
            }
            start.countDown();
            List<String> all = new ArrayList<>();
            for (Future<String> result : results) {
                all.add(result.get());
            }
            return all;
        }
    }

    private static HttpResponse<String> call(AppConnection app, String path, String secret) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(app.baseUri().resolve(path))
                            .header("Authorization", "token " + secret)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @FunctionalInterface
    private interface Launch {
        String run() throws Exception;
    }

    /** Three of one kind. */
    public static class Pool implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("atelier.fast-launch.instance-types", "ml.t3.medium");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Size.class));
        }
    }

    /** After {@link StudioResource}, which says none. */
    public static class Size implements QuarkusTestResourceLifecycleManager {
        @Override
        public int order() {
            return 20;
        }

        @Override
        public Map<String, String> start() {
            return Map.of("atelier.fast-launch.size", Integer.toString(SIZE));
        }

        @Override
        public void stop() {}
    }
}
