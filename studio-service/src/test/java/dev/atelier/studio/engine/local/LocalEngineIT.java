package dev.atelier.studio.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.platform.json.AtelierJson;
import dev.atelier.platform.process.ChildProcesses;
import dev.atelier.studio.engine.AppObservation;
import dev.atelier.studio.engine.AppSpec;
import dev.atelier.studio.engine.Endpoint;
import dev.atelier.studio.engine.InstanceObservation;
import dev.atelier.studio.engine.InstanceSpec;
import dev.atelier.studio.engine.ScriptObservation;
import dev.atelier.studio.engine.Workload;
import dev.atelier.studio.lab.PythonModule;
import dev.atelier.studio.tenancy.ProfileRef;
import dev.atelier.testing.Environments;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local engine on real Jupyter servers. */
class LocalEngineIT {
    private static final ProfileRef OWNER = new ProfileRef("d-123456789abc", "ada");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path dataDir;

    private final ObjectMapper json = AtelierJson.newMapper();
    private final ChildProcesses processes = new ChildProcesses();
    private final List<LocalEngine> engines = new ArrayList<>();

    @AfterEach
    void end() {
        for (LocalEngine engine : engines) {
            engine.sweep(Set.of(), Instant.EPOCH);
            engine.sweep(Set.of(), Instant.now());
            engine.close();
        }
    }

    @Test
    void anotherLifeOfTheServiceAdoptsWhatRuns() throws Exception {
        LocalEngine first = engine("here", JupyterServer::freePort);
        AppSpec spec = start(first, "app-1");
        Endpoint endpoint = first.endpoint("app-1").orElseThrow();
        long pid = pid("app-1");

        LocalEngine second = engine("here", JupyterServer::freePort);

        assertThat(second.observeApp("app-1")).isInstanceOf(AppObservation.Ready.class);
        assertThat(second.ensureApp(spec)).isInstanceOf(AppObservation.Ready.class);
        assertThat(second.endpoint("app-1")).contains(endpoint);
        assertThat(pid("app-1")).isEqualTo(pid);
        assertThat(second.stopApp("app-1")).isTrue();
        assertThat(first.observeApp("app-1")).isInstanceOf(AppObservation.Gone.class);
        assertThat(first.endpoint("app-1")).isEmpty();
        assertThat(second.stopApp("app-1")).isTrue();
    }

    @Test
    void whatWaitsBecomesTheAppOfWhoeverAsks() throws Exception {
        for (Workload workload : Workload.values()) {
            String appId = "app-w-" + workload.name().toLowerCase(Locale.ROOT);
            LocalEngine engine = engine("here", JupyterServer::freePort);
            await().atMost(PATIENCE)
                    .until(
                            () -> engine.ensureWarm(appId, workload, "data-science"),
                            AppObservation.Ready.class::isInstance);
            assertThat(engine.observeApp(appId)).isInstanceOf(AppObservation.Gone.class);
            assertThat(engine.endpoint(appId)).isEmpty();

            AppSpec spec = new AppSpec(appId, "i-1", OWNER, workload, "data-science");
            engine.ensureApp(spec);
            assertThat(Files.readString(Path.of("/proc/" + pid(appId) + "/cmdline"), StandardCharsets.UTF_8))
                    .as("the process that waited")
                    .contains("waiting-server.py");
            await().atMost(PATIENCE).until(() -> engine.ensureApp(spec), AppObservation.Ready.class::isInstance);
            Endpoint endpoint = engine.endpoint(appId).orElseThrow();
            Files.writeString(
                    dataDir.resolve("homes/d-123456789abc/ada").resolve(appId + ".txt"), "the owner's directory");
            assertThat(call(endpoint, "GET", "api/contents", endpoint.secret()).body())
                    .contains(appId + ".txt");
            assertThat(engine.stopApp(appId)).isTrue();
        }
    }

    @Test
    void whatWaitsEndsWithThisLifeOfTheServiceAndWhatWasStartedInItsPlaceIsNew() throws Exception {
        LocalEngine engine = engine("here", JupyterServer::freePort);
        await().atMost(PATIENCE)
                .until(
                        () -> engine.ensureWarm("app-w", Workload.KERNELS, "data-science"),
                        AppObservation.Ready.class::isInstance);

        engine.close();

        await().atMost(PATIENCE)
                .until(() -> processes.marks(Places.APP_MARK).stream().noneMatch(mark -> mark.endsWith("/app-w")));
        LocalEngine next = engine("here", JupyterServer::freePort);
        start(next, "app-w");
        assertThat(Files.readString(Path.of("/proc/" + pid("app-w") + "/cmdline"), StandardCharsets.UTF_8))
                .doesNotContain("waiting-server.py");
    }

    @Test
    void aScriptThatSaysWithoutEndIsGivenUp() throws Exception {
        LocalEngine engine = engine("here", JupyterServer::freePort);
        AppSpec spec = new AppSpec("app-s", "i-1", OWNER, Workload.KERNELS, "data-science");
        await().atMost(PATIENCE)
                .until(
                        () -> engine.ensureScript(spec, "yes"),
                        seen -> seen.equals(
                                new ScriptObservation.Gone("said more than 16 MiB; let it write to a file")));
        engine.stopApp("app-s");
        await().atMost(PATIENCE)
                .until(() -> processes.marks(Places.APP_MARK).stream().noneMatch(mark -> mark.contains("app-s")));
    }

    @Test
    void theSecretIsInPrivateFilesOnlyAndOpensTheServer() throws Exception {
        LocalEngine engine = engine("here", JupyterServer::freePort);
        start(engine, "app-2");
        Endpoint endpoint = engine.endpoint("app-2").orElseThrow();

        String commandLine = Files.readString(Path.of("/proc/" + pid("app-2") + "/cmdline"), StandardCharsets.UTF_8);
        String environment = Files.readString(Path.of("/proc/" + pid("app-2") + "/environ"), StandardCharsets.UTF_8);
        assertThat(commandLine).contains("jupyter_server").doesNotContain(endpoint.secret());
        assertThat(environment).contains("ATELIER_INSTALLATION=here").doesNotContain(endpoint.secret());
        assertThat(endpoint.toString()).doesNotContain(endpoint.secret());
        for (String file : List.of("server.json", "server.log", "config/jupyter_server_config.json")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                            dataDir.resolve("apps/app-2").resolve(file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
        assertThat(call(endpoint, "GET", "api/kernels", "wrong").statusCode()).isEqualTo(403);
        assertThat(call(endpoint, "GET", "api/kernels", endpoint.secret()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatAnAppStartedEndsWithIt() throws Exception {
        LocalEngine engine = engine("here", JupyterServer::freePort);
        start(engine, "app-3");
        Endpoint endpoint = engine.endpoint("app-3").orElseThrow();
        assertThat(call(endpoint, "POST", "api/kernels", endpoint.secret()).statusCode())
                .isEqualTo(201);
        long server = pid("app-3");
        List<ProcessHandle> kernels = await().atMost(PATIENCE)
                .until(() -> ProcessHandle.of(server).orElseThrow().children().toList(), found -> !found.isEmpty());

        engine.stopApp("app-3");

        awaitReaped(server);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(kernels).noneMatch(ProcessHandle::isAlive));
        assertThat(dataDir.resolve("apps/app-3")).doesNotExist();
    }

    @Test
    void aPortThatWasTakenIsReplacedByAnother() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Deque<Integer> ports = new ArrayDeque<>(List.of(taken.getLocalPort(), JupyterServer.freePort()));

            LocalEngine engine = engine("here", ports::pop);
            start(engine, "app-4");

            assertThat(ports).isEmpty();
            assertThat(engine.endpoint("app-4").orElseThrow().baseUri().getPort())
                    .isNotEqualTo(taken.getLocalPort());
        }
    }

    @Test
    void anAppThatEndedIsGoneWithItsLastWordsAndNotStartedAgain() throws Exception {
        LocalEngine engine = engine("here", JupyterServer::freePort);
        AppSpec spec = start(engine, "app-5");

        ProcessHandle.of(pid("app-5")).orElseThrow().destroyForcibly();

        AppObservation seen =
                await().atMost(PATIENCE).until(() -> engine.observeApp("app-5"), AppObservation.Gone.class::isInstance);
        assertThat(((AppObservation.Gone) seen).reason()).contains("ended");
        assertThat(engine.ensureApp(spec)).isInstanceOf(AppObservation.Gone.class);
        assertThat(engine.endpoint("app-5")).isEmpty();
    }

    @Test
    void orphansAreEndedAfterAGraceTimeButNeverThoseOfAnotherInstallation() throws Exception {
        LocalEngine engine = engine("here", JupyterServer::freePort);
        LocalEngine neighbour = engine("there", JupyterServer::freePort);
        start(neighbour, "app-6");
        long pid = pid("app-6");
        Files.delete(dataDir.resolve("apps/app-6/server.json"));
        Instant now = Instant.now();

        engine.sweep(Set.of(), now);
        neighbour.sweep(Set.of("app-6"), now);
        neighbour.sweep(Set.of("app-6"), now.plusSeconds(3600));
        neighbour.sweep(Set.of(), now.plusSeconds(7200));
        assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive)).contains(true);

        neighbour.sweep(Set.of(), now.plusSeconds(7300));
        awaitReaped(pid);
    }

    @Test
    void anImageWithoutAnEnvironmentSaysSo() {
        LocalEngine engine = engine("here", JupyterServer::freePort);
        AppSpec spec = new AppSpec("app-7", "i-1", OWNER, Workload.KERNELS, "no-such");

        assertThat(engine.offers("no-such")).isFalse();
        assertThat(engine.ensureApp(spec))
                .isInstanceOfSatisfying(
                        AppObservation.Gone.class,
                        gone -> assertThat(gone.reason()).contains("no-such"));
    }

    @Test
    void aFullDiskIsTheReasonAndWithRoomAppsStartAgain() throws Exception {
        Path disk = Files.createDirectory(dataDir.resolve("disk"));
        try (SmallDisk small = SmallDisk.at(disk)) {
            LocalEngine engine = engine("here", JupyterServer::freePort, disk);
            engine.ensureInstance(new InstanceSpec("i-1", OWNER, "ml.t3.medium"));
            small.fill();

            assertThat(engine.ensureApp(new AppSpec("app-10", "i-1", OWNER, Workload.KERNELS, "data-science")))
                    .isInstanceOfSatisfying(
                            AppObservation.Gone.class,
                            gone -> assertThat(gone.reason()).contains(small.refusal()));
            assertThat(engine.stopApp("app-10")).isTrue();

            small.free();
            start(engine, "app-11");
            assertThat(engine.stopApp("app-11")).isTrue();
        }
    }

    @Test
    void anInstanceIsADirectory() {
        LocalEngine engine = engine("here", JupyterServer::freePort);

        assertThat(engine.observeInstance("i-1")).isInstanceOf(InstanceObservation.Gone.class);
        assertThat(engine.ensureInstance(new InstanceSpec("i-1", OWNER, "ml.t3.medium")))
                .isInstanceOf(InstanceObservation.Running.class);
        assertThat(engine.observeInstance("i-1")).isInstanceOf(InstanceObservation.Running.class);
        assertThat(engine.stopInstance("i-1")).isTrue();
        assertThat(engine.stopInstance("i-1")).isTrue();
        assertThat(engine.observeInstance("i-1")).isInstanceOf(InstanceObservation.Gone.class);
    }

    @Test
    void whatAUserInstallsGoesWithTheAppAndChangesNoImage() throws Exception {
        LocalEngine engine = engine("here", JupyterServer::freePort);
        start(engine, "app-8");
        start(engine, "app-9");
        Path wheel = wheel("souvenir", "GREETING = 'hello'");

        String installed = run(python("app-8").resolveSibling("pip"), "install", "--no-index", wheel.toString());

        assertThat(installed).contains("Successfully installed souvenir");
        String greet = "import souvenir, pandas, sys; print(souvenir.GREETING, sys.prefix)";
        assertThat(run(python("app-8"), "-c", greet)).contains("hello " + dataDir.resolve("apps/app-8"));
        assertThat(run(python("app-9"), "-c", greet)).contains("ModuleNotFoundError: No module named 'souvenir'");
        assertThat(run(Environments.directory().resolve("data-science/bin/python"), "-c", greet))
                .contains("ModuleNotFoundError: No module named 'souvenir'");
        Endpoint endpoint = engine.endpoint("app-8").orElseThrow();
        assertThat(call(endpoint, "GET", "api/kernelspecs", endpoint.secret()).body())
                .contains("\"python3\"");
    }

    /** A process that has ended stays in the process table until its parent has taken note. */
    private static void awaitReaped(long pid) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ProcessHandle.of(pid)).isEmpty());
    }

    private Path python(String appId) {
        return dataDir.resolve("apps/" + appId + "/python/bin/python");
    }

    private Path wheel(String name, String module) throws IOException {
        Path wheel = dataDir.resolve(name + "-1.0-py3-none-any.whl");
        String info = name + "-1.0.dist-info/";
        Map<String, String> files = Map.of(
                name + ".py",
                module,
                info + "METADATA",
                "Metadata-Version: 2.1\nName: " + name + "\nVersion: 1.0\n",
                info + "WHEEL",
                "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
                info + "RECORD",
                "%s.py,,\n%sMETADATA,,\n%sWHEEL,,\n%sRECORD,,\n".formatted(name, info, info, info));
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return wheel;
    }

    private String run(Path program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(dataDir, "run", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output);
    }

    private AppSpec start(LocalEngine engine, String appId) {
        AppSpec spec = new AppSpec(appId, "i-1", OWNER, Workload.KERNELS, "data-science");
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> engine.ensureApp(spec), AppObservation.Ready.class::isInstance);
        return spec;
    }

    private LocalEngine engine(String installation, IntSupplier ports) {
        return engine(installation, ports, dataDir);
    }

    private LocalEngine engine(String installation, IntSupplier ports, Path data) {
        LocalEngine.Settings settings = new LocalEngine.Settings(
                installation,
                data,
                Environments.directory(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Map.of(),
                new LocalImageBuilds.Limits(2, 1_000_000_000, Duration.ofMinutes(2)));
        LocalEngine engine = new LocalEngine(
                settings,
                owner -> dataDir.resolve("homes").resolve(owner.domainId()).resolve(owner.userProfileName()),
                processes,
                new JupyterServer(processes, json, null, PythonModule.unpack(dataDir), ports),
                json);
        engines.add(engine);
        return engine;
    }

    private long pid(String appId) throws IOException {
        return json.readTree(dataDir.resolve("apps/" + appId + "/server.json").toFile())
                .get("pid")
                .asLong();
    }

    private static HttpResponse<String> call(Endpoint endpoint, String method, String path, String secret)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(endpoint.baseUri().resolve(path))
                            .header("Authorization", "token " + secret)
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
