package dev.atelier.bench.endpoint;

import dev.atelier.bench.Bench;
import dev.atelier.bench.BenchException;
import dev.atelier.bench.BenchInstallation;
import dev.atelier.bench.BenchOptions;
import dev.atelier.bench.Benchmark;
import dev.atelier.bench.endpoint.Load.Measured;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Requests per second and latency of an endpoint beside scikit-learn's gradient boosting behind FastAPI and uvicorn, on the same rows. */
public final class EndpointBenchmark implements Benchmark {
    private static final int ROUNDS = 200;
    private static final List<Integer> SIZES = List.of(1, 100);

    @Override
    public String name() {
        return "endpoint";
    }

    @Override
    public String summary() {
        return "invocations of an endpoint, single rows and batches, beside scikit-learn behind FastAPI and uvicorn"
                + " (--seconds 20 --callers 8 --cores 2 --data bank_marketing.csv --target y)";
    }

    @Override
    public void run(Bench bench) throws Exception {
        BenchOptions options = bench.options();
        options.only("seconds", "callers", "cores", "data", "target");
        Duration time = Duration.ofSeconds(options.number("seconds", 20));
        int callers = options.number("callers", 8);
        int cores = options.number("cores", Runtime.getRuntime().availableProcessors());
        Path data = Path.of(options.text("data")
                        .orElse(bench.repository()
                                .resolve("../shared/data/bank_marketing.csv")
                                .toString()))
                .toAbsolutePath()
                .normalize();
        if (!Files.isRegularFile(data)) {
            throw new BenchException("There is no table " + data + "; name one with --data and its --target");
        }
        String target = options.text("target").orElse("y");
        List<String> lines = Files.readAllLines(data);
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build()) {
            bench.figures()
                    .chapter("Endpoint: gradient boosting with %d rounds on %s, %d callers, %d s each, %d cores"
                            .formatted(ROUNDS, data.getFileName(), callers, time.toSeconds(), cores));
            bench.figures()
                    .say("ours: five fold models averaged, through autopilot-service; peer: one model, directly");
            Measured[] peer = new Measured[SIZES.size()];
            try (PythonServer server = PythonServer.start(bench.directory(), data, target, ROUNDS, cores, client)) {
                Load load = new Load(client, server.invocations(), Map.of());
                measure(load, lines, target, callers, time, peer);
            }
            Measured[] ours = new Measured[SIZES.size()];
            try (BenchInstallation atelier = bench.start()) {
                AtelierEndpoint endpoint =
                        AtelierEndpoint.deploy(atelier, client, Files.readString(data), target, ROUNDS);
                measure(endpoint.load(client), lines, target, callers, time, ours);
            }
            for (int i = 0; i < SIZES.size(); i++) {
                String what = SIZES.get(i) == 1 ? "single rows" : SIZES.get(i) + "-row batches";
                bench.figures()
                        .compare(what, ours[i].requestsPerSecond(), peer[i].requestsPerSecond(), "req/s", "at least 5");
                bench.figures().compare(what + ", p50", ours[i].medianMillis(), peer[i].medianMillis(), "ms", "");
                bench.figures().compare(what + ", p99", ours[i].p99Millis(), peer[i].p99Millis(), "ms", "");
            }
        }
    }

    private static void measure(
            Load load, List<String> lines, String target, int callers, Duration time, Measured[] results)
            throws InterruptedException {
        for (int i = 0; i < results.length; i++) {
            byte[] body = body(lines, target, SIZES.get(i)).getBytes(StandardCharsets.UTF_8);
            load.run(body, callers, time.dividedBy(4));
            results[i] = load.run(body, callers, time);
        }
    }

    /** The header and the first rows, without the target. */
    static String body(List<String> lines, String target, int rows) {
        List<String> header = List.of(lines.getFirst().split(",", -1));
        int column = header.indexOf(target);
        if (column < 0) {
            throw new BenchException("The table has no column " + target + "; name it with --target");
        }
        StringBuilder body = new StringBuilder();
        for (String line : lines.subList(0, Math.min(lines.size(), rows + 1))) {
            List<String> cells = List.of(line.split(",", -1));
            if (cells.size() != header.size()) {
                throw new BenchException("The benchmark's table must have no quoted commas: " + line);
            }
            for (int i = 0; i < cells.size(); i++) {
                if (i != column) {
                    body.append(body.isEmpty() || body.charAt(body.length() - 1) == '\n' ? "" : ",")
                            .append(cells.get(i));
                }
            }
            body.append('\n');
        }
        return body.toString();
    }
}
