package dev.atelier.bench.endpoint;

import dev.atelier.bench.Bench;
import dev.atelier.bench.BenchException;
import dev.atelier.bench.BenchInstallation;
import dev.atelier.bench.BenchOptions;
import dev.atelier.bench.Benchmark;
import dev.atelier.bench.Figures;
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
    /** As the engine cuts a table of this size. */
    private static final int FOLDS = 5;

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
                                .resolve("walk/src/main/resources/bank_marketing.csv")
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
                    .say("ours: %d fold models averaged, through autopilot-service; peer: as many averaged, directly"
                            .formatted(FOLDS));
            Path directory = bench.directory();
            try (PythonServer same = PythonServer.start(directory, data, target, ROUNDS, FOLDS, cores, client);
                    PythonServer one = PythonServer.start(directory, data, target, ROUNDS, 1, cores, client);
                    BenchInstallation atelier = bench.start()) {
                Load ours = AtelierEndpoint.deploy(atelier, client, Files.readString(data), target, ROUNDS)
                        .load(client);
                List<Load> loads = List.of(
                        ours,
                        new Load(client, same.invocations(), Map.of()),
                        new Load(client, one.invocations(), Map.of()));
                for (int rows : SIZES) {
                    byte[] body = body(lines, target, rows).getBytes(StandardCharsets.UTF_8);
                    compare(bench.figures(), rows, Load.sideBySide(loads, body, callers, time));
                }
            }
        }
    }

    private static void compare(Figures figures, int rows, List<Measured> all) {
        String what = rows == 1 ? "single rows" : rows + "-row batches";
        Measured ours = all.get(0);
        Measured same = all.get(1);
        Measured one = all.get(2);
        figures.compare(what, ours.requestsPerSecond(), same.requestsPerSecond(), "req/s", "at least 5");
        figures.compare(what + ", p50", ours.medianMillis(), same.medianMillis(), "ms", "");
        figures.compare(what + ", p99", ours.p99Millis(), same.p99Millis(), "ms", "");
        figures.compare(
                what + ", one model at the peer", ours.requestsPerSecond(), one.requestsPerSecond(), "req/s", "");
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
