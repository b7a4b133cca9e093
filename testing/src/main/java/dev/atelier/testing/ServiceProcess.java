package dev.atelier.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A service as a process of its own, from what the build made of its module ({@code target/quarkus-app/quarkus-run.jar}),
 * with an empty database and the tokens of {@link TestTokens}. It can be killed and started again on the same ports and
 * with the same database. What it prints is kept in {@code target/service-logs} of the module under test.
 */
public final class ServiceProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);
    private static final int HEAP_MEGABYTES = 512;
    /** A run that is interrupted leaves no service behind. */
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final Path jar;
    private final int heapMegabytes;
    private final Map<String, String> environment;
    private final @Nullable String ownDatabase;
    private final int port;
    private final int managementPort;
    private final Path log;
    private @Nullable Process process;

    private ServiceProcess(Path jar, int heapMegabytes, Map<String, String> configuration) {
        this.jar = jar;
        this.heapMegabytes = heapMegabytes;
        this.port = freePort();
        this.managementPort = freePort();
        this.environment = new HashMap<>();
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
        environment.put(
                "ATELIER_SECURITY_OPERATOR_TOKEN_FILE",
                TestTokens.operatorTokenFile().toString());
        environment.put(
                "ATELIER_SECURITY_SIGNING_KEY_FILE", TestTokens.signingKeyFile().toString());
        configuration.forEach((key, value) -> environment.put(variable(key), value));
        if (environment.containsKey("QUARKUS_DATASOURCE_JDBC_URL")) {
            this.ownDatabase = null;
        } else {
            this.ownDatabase = EmbeddedDatabase.create();
            environment.put("QUARKUS_DATASOURCE_JDBC_URL", ownDatabase);
            environment.put("QUARKUS_DATASOURCE_USERNAME", EmbeddedDatabase.USER);
            environment.put("QUARKUS_DATASOURCE_PASSWORD", EmbeddedDatabase.PASSWORD);
        }
        try {
            Path logs = Files.createDirectories(Path.of("target", "service-logs"));
            this.log = Files.createTempFile(logs, jar.getName(jar.getNameCount() - 4) + "-", ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts a service and waits until it is ready.
     *
     * @param module the module's folder from the repository's root, for example {@code billing-service}
     * @param configuration configuration keys as in {@code application.properties}; they win over what is set here
     */
    public static ServiceProcess start(String module, Map<String, String> configuration) {
        return start(module, HEAP_MEGABYTES, configuration);
    }

    /** The same with a heap of so many MiB. */
    public static ServiceProcess start(String module, int heapMegabytes, Map<String, String> configuration) {
        Path jar = repository().resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(
                    jar + " is missing: build it with './mvnw package -DskipTests -pl " + module + " -am'");
        }
        ServiceProcess service = new ServiceProcess(jar, heapMegabytes, configuration);
        try {
            service.start();
            return service;
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
    }

    /** Starts it again after {@link #kill()} or {@link #stop()}, on the same ports and database, and waits until it is ready. */
    public void start() {
        if (process != null && process.isAlive()) {
            throw new IllegalStateException("It runs already");
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(new File("/dev/null"));
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        RUNNING.add(process);
        awaitReady();
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() {
        end(Process::destroyForcibly);
    }

    /** Asks it to end and waits. */
    public void stop() {
        end(running -> {
            running.destroy();
            return running;
        });
    }

    public int port() {
        return port;
    }

    /** The base of REST and gRPC. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The base of health and metrics. */
    public URI managementUri() {
        return URI.create("http://127.0.0.1:" + managementPort);
    }

    public long pid() {
        return running().pid();
    }

    /** Everything that it has printed so far. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            kill();
        }
        if (ownDatabase != null) {
            EmbeddedDatabase.drop(ownDatabase);
        }
    }

    /** A port on loopback that nobody listens on now. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The root of the repository that the test runs in. */
    public static Path repository() {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.isRegularFile(directory.resolve("mvnw"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            throw new IllegalStateException("The tests do not run inside the repository");
        }
        return directory;
    }

    private void awaitReady() {
        HttpRequest ready = HttpRequest.newBuilder(managementUri().resolve("/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            Awaitility.await(jar.toString())
                    .atMost(START)
                    .pollInterval(Duration.ofMillis(100))
                    .failFast(
                            "The service has ended: see " + log,
                            () -> !running().isAlive())
                    .until(() -> answers(client, ready));
        }
    }

    private static boolean answers(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    private void end(UnaryOperator<Process> how) {
        RUNNING.remove(running());
        try {
            if (!how.apply(running()).waitFor(20, TimeUnit.SECONDS)) {
                running().destroyForcibly();
                throw new IllegalStateException("The service does not end: see " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("It was never started");
        }
        return process;
    }

    /** The environment form of a configuration key. */
    private static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(java.util.Locale.ROOT);
    }
}
