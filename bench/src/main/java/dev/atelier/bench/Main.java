package dev.atelier.bench;

import dev.atelier.bench.autopilot.AutopilotBenchmark;
import dev.atelier.bench.autopilot.ReadingBenchmark;
import dev.atelier.bench.billing.BillingBenchmark;
import dev.atelier.bench.endpoint.EndpointBenchmark;
import dev.atelier.bench.kernels.KernelsBenchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Runs one benchmark by its name; without a name it lists them. */
public final class Main {
    private static final List<Benchmark> BENCHMARKS = List.of(
            new AutopilotBenchmark(),
            new BillingBenchmark(),
            new EndpointBenchmark(),
            new KernelsBenchmark(),
            new ReadingBenchmark());

    private Main() {}

    public static void main(String[] arguments) {
        Leftovers.endWithThisProcess();
        int exit;
        try {
            exit = run(List.of(arguments));
        } catch (BenchException e) {
            System.err.println(e.getMessage());
            exit = 1;
        } catch (Exception e) {
            System.err.println("The benchmark failed: " + e);
            e.printStackTrace();
            exit = 1;
        }
        System.exit(exit);
    }

    private static int run(List<String> arguments) throws Exception {
        if (arguments.isEmpty()) {
            BENCHMARKS.forEach(
                    benchmark -> System.out.printf(Locale.ROOT, "%-12s %s%n", benchmark.name(), benchmark.summary()));
            return 0;
        }
        Benchmark benchmark = BENCHMARKS.stream()
                .filter(candidate -> candidate.name().equals(arguments.getFirst()))
                .findFirst()
                .orElseThrow(() -> new BenchException("Unknown benchmark " + arguments.getFirst() + "; known are "
                        + BENCHMARKS.stream().map(Benchmark::name).toList()));
        BenchOptions options = BenchOptions.parse(arguments.subList(1, arguments.size()));
        Path repository = Path.of(System.getProperty("atelier.repository", ".")).toAbsolutePath();
        benchmark.run(new Bench(repository, directory(repository, benchmark), options, new Figures(System.out)));
        return 0;
    }

    private static Path directory(Path repository, Benchmark benchmark) throws IOException {
        String home = System.getProperty("atelier.home");
        Path root = home == null ? repository.resolve(".atelier") : Path.of(home);
        return Files.createDirectories(root.resolve("bench").resolve(benchmark.name()));
    }
}
