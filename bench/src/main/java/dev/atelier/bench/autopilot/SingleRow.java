package dev.atelier.bench.autopilot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.bench.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How long one row takes over HTTP at the worker that serves a run's best single candidate: one caller, one row after another.
 *
 * @param model the candidate's name
 */
record SingleRow(String model, double medianMillis, double p99Millis) {

    private static final int WARM_UP = 500;
    private static final int MEASURED = 1000;
    private static final int START_SECONDS = 60;
    private static final long POLL_MILLIS = 50;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Measures.
     *
     * @param job of a finished run
     * @param rows a CSV file with a header, whose rows are sent in turn
     * @param directory for files of the server
     */
    static SingleRow measure(Path jar, Path job, Path rows, Path directory) throws IOException, InterruptedException {
        JsonNode best = best(job.resolve("trials"));
        Path secret =
                Files.writeString(directory.resolve("secret"), UUID.randomUUID().toString());
        Path ready = directory.resolve("ready.json");
        Process server = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx1g",
                        "-jar",
                        jar.toString(),
                        "serve",
                        "--model",
                        job.resolve("trials/" + best.get("trial").asInt() + "/model.zip")
                                .toString(),
                        "--port",
                        "0",
                        "--secret-file",
                        secret.toString(),
                        "--ready-file",
                        ready.toString()))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("serve.log").toFile())
                .start();
        try {
            int port = port(server, ready);
            long[] nanos = call(port, Files.readString(secret), Files.readAllLines(rows));
            return of(best.get("name").asText(), nanos);
        } finally {
            server.destroy();
            if (!server.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        }
    }

    /** Quantiles by the nearest rank. */
    static SingleRow of(String model, long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new SingleRow(model, millis(sorted, 0.5), millis(sorted, 0.99));
    }

    private static double millis(long[] sorted, double quantile) {
        int rank = (int) Math.ceil(quantile * sorted.length);
        return Math.round(sorted[Math.max(0, rank - 1)] / 1e3) / 1e3;
    }

    private static JsonNode best(Path trials) throws IOException {
        JsonNode best = null;
        double bestGain = Double.NEGATIVE_INFINITY;
        try (Stream<Path> directories = Files.list(trials)) {
            for (Path directory : directories.sorted().toList()) {
                Path file = directory.resolve("result.json");
                if (Files.exists(file)) {
                    JsonNode result = JSON.readTree(file.toFile());
                    double value = result.get("objectiveValue").asDouble();
                    double gain = result.get("objectiveDirection").asText().equals("maximize") ? value : -value;
                    if (gain > bestGain) {
                        bestGain = gain;
                        best = result;
                    }
                }
            }
        }
        return Objects.requireNonNull(best, "no trial has a result");
    }

    private static int port(Process server, Path ready) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!Files.exists(ready)) {
            if (System.nanoTime() - end > 0 || server.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new BenchException("The worker does not serve; see " + ready.resolveSibling("serve.log"));
            }
        }
        return JSON.readTree(ready.toFile()).get("port").asInt();
    }

    private static long[] call(int port, String secret, List<String> lines) throws IOException {
        long[] nanos = new long[MEASURED];
        try (RowConnection connection = new RowConnection(port, secret)) {
            for (int i = -WARM_UP; i < MEASURED; i++) {
                String row = lines.get(1 + Math.floorMod(i, lines.size() - 1));
                long taken = connection.post(lines.getFirst() + "\n" + row + "\n");
                if (i >= 0) {
                    nanos[i] = taken;
                }
            }
        }
        return nanos;
    }
}
