package dev.atelier.bench.kernels;

import dev.atelier.bench.Bench;
import dev.atelier.bench.BenchException;
import dev.atelier.bench.BenchInstallation;
import dev.atelier.bench.BenchOptions;
import dev.atelier.bench.Benchmark;
import dev.atelier.bench.Figures;
import dev.atelier.walk.client.Rest;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * A kernel behind Atelier beside a kernel behind a stock {@code jupyter_server}, from the same Python environment, asked in turns by the same
 * client: how long an execution takes to come back, and how fast much output does.
 */
public final class KernelsBenchmark implements Benchmark {
    private static final Duration STARTED = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration POLLING = Duration.ofSeconds(30);
    private static final String TINY = "1 + 1";
    private static final double MILLION = 1e6;
    private static final double MILLIS = 1000;
    private static final int TURN = 20;

    @Override
    public String name() {
        return "kernels";
    }

    @Override
    public String summary() {
        return "round trip and output stream of a kernel, beside a stock jupyter_server"
                + " (--round-trips 400 --megabytes 100 --streams 3 --tabs 1000)";
    }

    @Override
    public void run(Bench bench) throws Exception {
        BenchOptions options = bench.options();
        options.only("round-trips", "megabytes", "streams", "tabs");
        int roundTrips = options.number("round-trips", 400);
        int megabytes = options.number("megabytes", 100);
        int streams = options.number("streams", 3);
        int tabs = options.number("tabs", 1000);
        try (HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                BenchInstallation atelier = bench.start();
                StockServer stock = StockServer.start(
                        http, python(atelier), bench.directory().resolve("stock"))) {
            URI base = profile(http, atelier);
            Address ours = Kernels.start(http, base, atelier.token());
            Address peer = Kernels.start(http, stock.base(), stock.token());
            Figures figures = bench.figures();
            figures.chapter("Round trip of execute_request, %d times".formatted(roundTrips));
            roundTrips(http, ours, peer, roundTrips, false, figures);
            figures.say("The stock server leaves Nagle's algorithm on. With a client that acknowledges at once:");
            roundTrips(http, ours, peer, roundTrips, true, figures);
            figures.chapter("%d MB of output in messages of 1 MB, %d times after as many that do not count"
                    .formatted(megabytes, streams));
            streams(http, ours, peer, megabytes, streams, figures);
            figures.chapter("%d tabs that poll kernels, sessions and terminals every 10 s".formatted(tabs));
            Polls polls = new Polls(http, base, atelier.token());
            polls.openLab();
            Timings answers = polls.run(tabs, POLLING);
            figures.figure("median", answers.median(), "ms", "");
            figures.figure("99th percentile", answers.quantile(0.99), "ms", "below 50 ms");
        }
    }

    private static Path python(BenchInstallation atelier) {
        return atelier.environments().resolve("data-science").resolve("bin").resolve("python");
    }

    /** A user of a domain of its own; the base of its Jupyter surface. */
    private static URI profile(HttpClient http, BenchInstallation atelier) throws InterruptedException {
        Rest studio = new Rest(http, atelier.studio().toString(), atelier.token());
        String domain = studio.post("/domains", Map.of("domainName", "bench-kernels"))
                .path("domainId")
                .asText();
        inService(studio, "/domains/" + domain);
        studio.post("/domains/" + domain + "/user-profiles", Map.of("userProfileName", "bench"));
        inService(studio, "/domains/" + domain + "/user-profiles/bench");
        return atelier.studio().resolve("/jupyter/" + domain + "/bench/");
    }

    private static void inService(Rest studio, String path) throws InterruptedException {
        long end = System.nanoTime() + STARTED.toNanos();
        while (!studio.get(path).path("status").asText().equals("InService")) {
            if (System.nanoTime() > end) {
                throw new BenchException(path + " did not come into service");
            }
            Thread.sleep(LOOK);
        }
    }

    private static void roundTrips(
            HttpClient http, Address ours, Address peer, int times, boolean prompt, Figures figures)
            throws InterruptedException {
        Timings through = new Timings();
        Timings direct = new Timings();
        try (Line atelier = Line.connect(http, ours, prompt);
                Line stock = Line.connect(http, peer, prompt)) {
            for (int i = 0; i < TURN; i++) {
                atelier.run(TINY);
                stock.run(TINY);
            }
            for (int done = 0; done < times; done += TURN) {
                for (int i = 0; i < TURN; i++) {
                    through.add(atelier.run(TINY).seconds() * MILLIS);
                }
                for (int i = 0; i < TURN; i++) {
                    direct.add(stock.run(TINY).seconds() * MILLIS);
                }
            }
        }
        figures.compare("median", through.median(), direct.median(), "ms", "");
        figures.compare("99th percentile", through.quantile(0.99), direct.quantile(0.99), "ms", "");
        figures.figure("added by Atelier, median", through.median() - direct.median(), "ms", "below 1 ms");
    }

    private static void streams(HttpClient http, Address ours, Address peer, int megabytes, int times, Figures figures)
            throws InterruptedException {
        String code = String.format(
                Locale.ROOT,
                "import sys\nfor i in range(%d):\n    sys.stdout.write('x' * 999_999 + '\\n')\n    sys.stdout.flush()",
                megabytes);
        Timings through = new Timings();
        Timings direct = new Timings();
        try (Line atelier = Line.connect(http, ours, true);
                Line stock = Line.connect(http, peer, true)) {
            atelier.run(TINY);
            stock.run(TINY);
            for (int i = 0; i < times; i++) {
                atelier.run(code);
                stock.run(code);
            }
            for (int i = 0; i < times; i++) {
                through.add(rate(atelier.run(code), megabytes));
                direct.add(rate(stock.run(code), megabytes));
            }
        }
        figures.compare("median", through.median(), direct.median(), "MB/s", "at least 0.9");
    }

    /** Megabytes in a second; all of the output must have come. */
    private static double rate(Line.Run run, int megabytes) {
        if (run.bytes() < megabytes * MILLION) {
            throw new BenchException("Of %d MB of output only %d bytes came".formatted(megabytes, run.bytes()));
        }
        return run.bytes() / MILLION / run.seconds();
    }
}
