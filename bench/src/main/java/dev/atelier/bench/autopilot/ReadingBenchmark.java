package dev.atelier.bench.autopilot;

import dev.atelier.bench.Bench;
import dev.atelier.bench.BenchException;
import dev.atelier.bench.Benchmark;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** A large table read by the worker's {@code profile}, which also checks, describes and caches it, beside pandas, which only reads it. */
public final class ReadingBenchmark implements Benchmark {

    private static final int ROWS = 1_000_000;
    private static final int COLUMNS = 50;
    private static final int HEAP_MEGABYTES = 800;
    private static final long LIMIT_SECONDS = 600;
    private static final String PANDAS =
            "import sys, time, pandas\nt = time.time()\npandas.read_csv(sys.argv[1])\nprint(time.time() - t)";

    @Override
    public String name() {
        return "reading";
    }

    @Override
    public String summary() {
        return "a table of a million rows and 50 columns read and profiled, beside pandas' read_csv (--rows N"
                + " --columns N)";
    }

    @Override
    public void run(Bench bench) throws Exception {
        bench.options().only("rows", "columns");
        int rows = bench.options().number("rows", ROWS);
        int columns = bench.options().number("columns", COLUMNS);
        Path directory = bench.directory();
        Path file = directory.resolve("table-" + rows + "-" + columns + ".csv");
        if (!Files.exists(file)) {
            write(file, rows, columns);
        }
        bench.figures()
                .chapter(String.format(
                        Locale.ROOT,
                        "Reading: %,d rows, %d columns, %,d MB",
                        rows,
                        columns,
                        Files.size(file) / 1_000_000));
        PythonPeer peer = PythonPeer.install("forest", "flaml", directory);
        Path log = directory.resolve("pandas.log");
        Usage pandas = seen(Programs.run(peer.python("-c", PANDAS, file.toString()), Map.of(), log, LIMIT_SECONDS));
        double peerSeconds = Double.parseDouble(Files.readAllLines(log).getLast());
        double start = System.nanoTime();
        Usage ours = seen(Programs.run(profile(bench, file), Map.of(), directory.resolve("log"), LIMIT_SECONDS));
        double seconds = (System.nanoTime() - start) / 1e9;
        bench.figures()
                .compare("from the start of the process to the profile", seconds, peerSeconds, "s", "under 10 s");
        bench.figures()
                .compare(
                        "most memory, sampled",
                        (double) ours.peakMegabytes(),
                        (double) pandas.peakMegabytes(),
                        "MB",
                        "under 1,000 MB");
        if (ours.otherCores() > Usage.QUIET_CORES) {
            bench.figures().say("others kept " + ours.otherCores() + " cores busy meanwhile");
        }
    }

    private static Usage seen(Optional<Usage> usage) {
        return usage.orElseThrow(() -> new BenchException("Memory can only be measured on Linux"));
    }

    private static List<String> profile(Bench bench, Path file) throws IOException {
        Path job = Files.createDirectories(bench.directory().resolve("job"));
        Files.writeString(
                job.resolve("request.json"),
                "{\"datasetPath\": \"" + file + "\", \"targetColumn\": \"target\", \"objectiveMetric\": \"AUC\"}");
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx" + HEAP_MEGABYTES + "m",
                "-jar",
                Worker.jar(bench.repository()).toString(),
                "profile",
                "--job",
                job.toString());
    }

    /** Numbers of several kinds, every fifth column categories, some values missing, and a target of two classes. */
    private static void write(Path file, int rows, int columns) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try (BufferedWriter out = Files.newBufferedWriter(temporary)) {
            for (int j = 0; j < columns - 1; j++) {
                out.write("c" + j + ",");
            }
            out.write("target\n");
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns - 1; j++) {
                    out.write(value(j, random));
                    out.write(',');
                }
                out.write(random.nextBoolean() ? "yes\n" : "no\n");
            }
        }
        Files.move(temporary, file);
    }

    private static String value(int column, SplittableRandom random) {
        if (random.nextInt(50) == 0) {
            return "";
        }
        return switch (column % 5) {
            case 0 -> "kind " + random.nextInt(20 + column);
            case 1 -> Integer.toString(random.nextInt(1000));
            default -> Double.toString(Math.round(random.nextGaussian() * 1e4) / 1e4);
        };
    }
}
