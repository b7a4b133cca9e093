package dev.atelier.bench.kernels;

import dev.atelier.bench.BenchException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Open tabs of JupyterLab, which ask for kernels, sessions and terminals every ten seconds each. */
final class Polls {
    private static final Duration RHYTHM = Duration.ofSeconds(10);
    private static final Duration LAB_STARTS = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final List<String> POLLED = List.of("api/kernels", "api/sessions", "api/terminals");
    private static final int OK = 200;

    private final HttpClient http;
    private final URI base;
    private final String token;

    /** @param base of one user's Jupyter surface, with a trailing slash */
    Polls(HttpClient http, URI base, String token) {
        this.http = http;
        this.base = base;
        this.token = token;
    }

    /** Opens the Lab, whose terminals are among what is asked for. */
    void openLab() throws IOException, InterruptedException {
        http.send(request("lab").header("Accept", "text/html").build(), BodyHandlers.discarding());
        long end = System.nanoTime() + LAB_STARTS.toNanos();
        while (http.send(request("api/terminals").build(), BodyHandlers.discarding())
                        .statusCode()
                != OK) {
            if (System.nanoTime() > end) {
                throw new BenchException("The Lab did not start");
            }
            Thread.sleep(LOOK);
        }
    }

    /** Milliseconds of each answer while that many tabs are open for that long, spread evenly over the rhythm. */
    Timings run(int tabs, Duration time) throws InterruptedException {
        Timings timings = new Timings();
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Double>>> open = new ArrayList<>();
            for (int tab = 0; tab < tabs; tab++) {
                long first = start + RHYTHM.toNanos() * tab / tabs;
                open.add(threads.submit(() -> tab(first, start + time.toNanos())));
            }
            for (Future<List<Double>> tab : open) {
                tab.get().forEach(timings::add);
            }
        } catch (ExecutionException e) {
            throw new BenchException("A poll failed: " + e.getCause(), e);
        }
        return timings;
    }

    private List<Double> tab(long first, long end) throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (long next = first; next < end; next += RHYTHM.toNanos()) {
            Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
            for (String path : POLLED) {
                long before = System.nanoTime();
                int status = http.send(request(path).build(), BodyHandlers.ofByteArray())
                        .statusCode();
                if (status != OK) {
                    throw new BenchException(path + " answered " + status);
                }
                millis.add((System.nanoTime() - before) / 1e6);
            }
        }
        return millis;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "token " + token)
                .timeout(Duration.ofSeconds(60));
    }
}
