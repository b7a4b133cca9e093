package dev.atelier.bench.kernels;

import dev.atelier.bench.BenchException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A stock {@code jupyter_server} without Atelier, from the Python environment that Atelier's kernels run in. */
final class StockServer implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(60);
    private static final int OK = 200;

    private final Process process;
    private final URI base;
    private final String token;

    private StockServer(Process process, URI base, String token) {
        this.process = process;
        this.base = base;
        this.token = token;
    }

    static StockServer start(HttpClient http, Path python, Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        int port = freePort();
        String token = UUID.randomUUID().toString();
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        python.toString(),
                        "-m",
                        "jupyter_server",
                        "--ServerApp.ip=127.0.0.1",
                        "--ServerApp.port=" + port,
                        "--ServerApp.port_retries=0",
                        "--ServerApp.open_browser=False",
                        "--ServerApp.allow_root=True",
                        "--ServerApp.root_dir=" + directory,
                        // output above 1 MB/s is dropped otherwise
                        "--ZMQChannelsWebsocketConnection.limit_rate=False"))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("server.log").toFile());
        builder.environment()
                .putAll(Map.of(
                        "JUPYTER_TOKEN", token,
                        "JUPYTER_CONFIG_DIR", directory.resolve("config").toString(),
                        "JUPYTER_DATA_DIR", directory.resolve("data").toString(),
                        "JUPYTER_RUNTIME_DIR", directory.resolve("runtime").toString(),
                        "IPYTHONDIR", directory.resolve("ipython").toString()));
        StockServer server = new StockServer(builder.start(), URI.create("http://127.0.0.1:" + port + "/"), token);
        try {
            server.awaitReady(http);
            return server;
        } catch (RuntimeException | InterruptedException e) {
            server.close();
            throw e;
        }
    }

    URI base() {
        return base;
    }

    String token() {
        return token;
    }

    private void awaitReady(HttpClient http) throws InterruptedException {
        long end = System.nanoTime() + READY.toNanos();
        HttpRequest status = HttpRequest.newBuilder(base.resolve("api/status"))
                .header("Authorization", "token " + token)
                .timeout(Duration.ofSeconds(5))
                .build();
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                if (http.send(status, BodyHandlers.discarding()).statusCode() == OK) {
                    return;
                }
            } catch (IOException _) {
                // it does not listen yet
            }
            process.waitFor(100, TimeUnit.MILLISECONDS);
        }
        throw new BenchException("The stock jupyter_server did not start; is jupyter_server in the environment?");
    }

    @Override
    public void close() {
        List<ProcessHandle> kernels = process.descendants().toList();
        process.destroy();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        kernels.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket.getLocalPort();
        }
    }
}
