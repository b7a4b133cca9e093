package dev.atelier.bench.endpoint;

import dev.atelier.bench.BenchException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** scikit-learn's gradient boosting behind FastAPI, in an environment that pip makes once with pinned versions. */
final class PythonServer implements AutoCloseable {
    private static final Duration INSTALL = Duration.ofMinutes(30);
    private static final Duration TRAIN = Duration.ofMinutes(10);
    private static final Duration START = Duration.ofSeconds(90);
    private static final int TAIL = 1500;
    private static final List<String> THREADS = List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS");

    private final Process process;
    private final URI address;

    private PythonServer(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Installs, trains and starts it; it answers when this returns.
     *
     * @param models how many are trained and averaged
     * @param workers its processes
     */
    static PythonServer start(
            Path directory, Path data, String target, int rounds, int models, int workers, HttpClient client)
            throws IOException, InterruptedException {
        Path script = resource("server.py", directory);
        Path python = install(directory);
        Path model = directory.resolve("model-" + models + ".joblib");
        run(
                List.of(
                        python.toString(),
                        script.toString(),
                        "train",
                        data.toString(),
                        target,
                        model.toString(),
                        Integer.toString(rounds),
                        Integer.toString(models)),
                directory.resolve("train.log"),
                TRAIN);
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(
                        python.toString(),
                        script.toString(),
                        "serve",
                        model.toString(),
                        Integer.toString(port),
                        Integer.toString(workers))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("serve-" + models + ".log").toFile());
        // as many processes as cores: threads of each besides would only get in each other's way
        THREADS.forEach(variable -> builder.environment().put(variable, "1"));
        Process process = builder.start();
        PythonServer server = new PythonServer(process, URI.create("http://127.0.0.1:" + port));
        try {
            server.awaitPing(client);
            return server;
        } catch (RuntimeException | IOException | InterruptedException e) {
            server.close();
            throw e;
        }
    }

    /** Where rows go. */
    URI invocations() {
        return address.resolve("/invocations");
    }

    private void awaitPing(HttpClient client) throws IOException, InterruptedException {
        HttpRequest ping = HttpRequest.newBuilder(address.resolve("/ping"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long end = System.nanoTime() + START.toNanos();
        while (process.isAlive() && System.nanoTime() < end) {
            try {
                if (client.send(ping, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException _) {
                // not yet
            }
            Thread.sleep(200);
        }
        throw new BenchException("The Python server does not answer; see its log");
    }

    private static Path install(Path directory) throws IOException, InterruptedException {
        Path requirements = resource("requirements.txt", directory);
        Path environment = directory.resolve("environment");
        Path python = environment.resolve("bin/python");
        Path ready = environment.resolve("ready");
        if (!Files.exists(ready) || !Files.readString(ready).equals(Files.readString(requirements))) {
            Path log = directory.resolve("install.log");
            run(List.of("python3", "-m", "venv", "--clear", environment.toString()), log, INSTALL);
            run(
                    List.of(
                            python.toString(),
                            "-m",
                            "pip",
                            "install",
                            "--quiet",
                            "--disable-pip-version-check",
                            "-r",
                            requirements.toString()),
                    log,
                    INSTALL);
            Files.copy(requirements, ready, StandardCopyOption.REPLACE_EXISTING);
        }
        return python;
    }

    private static void run(List<String> command, Path log, Duration limit) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended;
        try {
            ended = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
        } finally {
            process.destroyForcibly();
        }
        if (!ended || process.exitValue() != 0) {
            String text = Files.readString(log);
            throw new BenchException(
                    String.join(" ", command) + " failed:\n" + text.substring(Math.max(0, text.length() - TAIL)));
        }
    }

    private static Path resource(String name, Path directory) throws IOException {
        Path file = directory.resolve(name);
        try (InputStream in = PythonServer.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is missing");
            }
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
