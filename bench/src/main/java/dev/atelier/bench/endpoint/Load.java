package dev.atelier.bench.endpoint;

import dev.atelier.bench.BenchException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** A closed loop of callers: each sends its next request as soon as the last is answered. */
final class Load {
    private static final int OK = 200;
    private static final int TURNS = 5;

    private final HttpClient client;
    private final URI target;
    private final Map<String, String> headers;

    Load(HttpClient client, URI target, Map<String, String> headers) {
        this.client = client;
        this.target = target;
        this.headers = headers;
    }

    /**
     * What was measured; a request that fails ends the measurement.
     *
     * @param requestsPerSecond of all callers together
     * @param medianMillis and p99Millis of single requests
     */
    record Measured(double requestsPerSecond, double medianMillis, double p99Millis) {
        static Measured of(long[] nanos, double seconds) {
            long[] sorted = nanos.clone();
            Arrays.sort(sorted);
            return new Measured(sorted.length / seconds, millis(sorted, 0.5), millis(sorted, 0.99));
        }

        /** The nearest rank. */
        private static double millis(long[] sorted, double quantile) {
            int rank = (int) Math.ceil(quantile * sorted.length);
            return sorted[Math.max(0, rank - 1)] / 1e6;
        }
    }

    /** Answered requests, with the time that they took together. */
    private record Answered(List<Long> nanos, double seconds) {
        static final Answered NONE = new Answered(List.of(), 0);

        Answered and(Answered more) {
            return new Answered(
                    Stream.concat(nanos.stream(), more.nanos.stream()).toList(), seconds + more.seconds);
        }

        Measured measured() {
            return Measured.of(nanos.stream().mapToLong(Long::longValue).toArray(), seconds);
        }
    }

    /**
     * Sends a body from so many callers to each target in turn, for so long in all, so that what else the machine does meanwhile meets
     * all of them. Each is warmed up first.
     */
    static List<Measured> sideBySide(List<Load> loads, byte[] body, int callers, Duration time)
            throws InterruptedException {
        Duration turn = time.dividedBy(TURNS);
        List<Answered> answered = new ArrayList<>();
        for (Load load : loads) {
            load.run(body, callers, time.dividedBy(2));
            answered.add(Answered.NONE);
        }
        for (int i = 0; i < TURNS; i++) {
            for (int j = 0; j < loads.size(); j++) {
                answered.set(j, answered.get(j).and(loads.get(j).run(body, callers, turn)));
            }
        }
        return answered.stream().map(Answered::measured).toList();
    }

    private Answered run(byte[] body, int callers, Duration time) throws InterruptedException {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        List<Future<List<Long>>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < callers; i++) {
                all.add(threads.submit(() -> calls(body, end)));
            }
            List<Long> nanos = new ArrayList<>();
            for (Future<List<Long>> one : all) {
                nanos.addAll(one.get());
            }
            return new Answered(nanos, (System.nanoTime() - start) / 1e9);
        } catch (ExecutionException e) {
            throw new BenchException("An invocation of " + target + " failed: " + e.getCause(), e);
        }
    }

    private List<Long> calls(byte[] body, long end) throws IOException, InterruptedException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(target)
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "text/csv")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(builder::header);
        HttpRequest request = builder.build();
        List<Long> nanos = new ArrayList<>();
        do {
            long start = System.nanoTime();
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != OK) {
                throw new IOException("it answered " + response.statusCode() + ": "
                        + new String(response.body(), java.nio.charset.StandardCharsets.UTF_8));
            }
            nanos.add(System.nanoTime() - start);
        } while (System.nanoTime() < end);
        return nanos;
    }
}
