package dev.atelier.walk;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** JupyterLab as its makers ship it, on this machine, with a gateway for its kernels: {@code jupyter lab --gateway-url}. */
record StockLab(Process process, String url, String token) implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static StockLab behindGateway(ClientTools tools, String gateway, String gatewayToken) {
        try {
            Path home = Files.createTempDirectory("stock-lab");
            Path runtime = home.resolve("runtime");
            Path log = home.resolve("lab.log");
            String token = UUID.randomUUID().toString();
            ProcessBuilder builder = new ProcessBuilder(
                            tools.dataScience("jupyter-lab"),
                            "--gateway-url=" + gateway,
                            "--port=0",
                            "--no-browser",
                            "--allow-root",
                            "--notebook-dir=" + home)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().put("HOME", home.toString());
            builder.environment().put("JUPYTER_RUNTIME_DIR", runtime.toString());
            builder.environment()
                    .put("JUPYTER_CONFIG_DIR", home.resolve("config").toString());
            builder.environment().put("JUPYTER_TOKEN", token);
            builder.environment().put("JUPYTER_GATEWAY_AUTH_TOKEN", gatewayToken);
            Process process = builder.start();
            await("jupyter lab").atMost(Duration.ofMinutes(1)).until(() -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException(Files.readString(log));
                }
                return Files.isDirectory(runtime) && !servers(runtime).isEmpty();
            });
            Path server = servers(runtime).getFirst();
            return new StockLab(
                    process, JSON.readTree(server.toFile()).path("url").asText(), token);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> servers(Path runtime) throws IOException {
        try (Stream<Path> files = Files.list(runtime)) {
            return files.filter(file -> file.getFileName().toString().matches("jpserver-\\d+\\.json"))
                    .toList();
        }
    }

    @Override
    public void close() {
        process.destroy();
        await().atMost(Duration.ofMinutes(1)).until(() -> !process.isAlive());
    }

    @Override
    public String toString() {
        return "StockLab[" + url + "]";
    }
}
