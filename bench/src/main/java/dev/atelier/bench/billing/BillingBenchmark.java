package dev.atelier.bench.billing;

import dev.atelier.bench.Bench;
import dev.atelier.bench.BenchException;
import dev.atelier.bench.BenchInstallation;
import dev.atelier.bench.Benchmark;
import java.util.List;

/** {@code ./atelier bench billing}. */
public final class BillingBenchmark implements Benchmark {
    private static final List<String> PARTS = List.of("record", "questions", "live", "kills");

    @Override
    public String name() {
        return "billing";
    }

    @Override
    public String summary() {
        return "recording beside plain INSERT, questions over a month beside plain SQL, the live view, kill -9";
    }

    /**
     * Options: {@code --users} (10000), {@code --days} (30), {@code --meters} (10000), {@code --kills} (50), {@code --parts}
     * (record,questions,live,kills). Questions need what recording records.
     */
    @Override
    public void run(Bench bench) throws Exception {
        bench.options().only("users", "days", "meters", "kills", "parts");
        Month month = new Month(
                bench.options().number("users", 10_000),
                Math.min(31, bench.options().number("days", 30)));
        List<String> parts = bench.options().list("parts", PARTS);
        parts.stream().filter(part -> !PARTS.contains(part)).findFirst().ifPresent(part -> {
            throw new BenchException("Unknown part " + part + "; known are " + PARTS);
        });
        try (BenchInstallation installation = bench.start();
                BillingClient client = new BillingClient(installation.billing(), installation.token())) {
            BenchDatabase database = BenchDatabase.of(installation);
            if (parts.contains("record")) {
                new Recording(client, database, month).run(bench.figures(), Math.min(3, month.days()));
            }
            if (parts.contains("questions")) {
                new Questions(client, database, month).run(bench.figures());
            }
            if (parts.contains("live")) {
                new LiveView(client, bench.options().number("meters", 10_000)).run(bench.figures());
            }
            if (parts.contains("kills")) {
                new Kills(installation, client, database)
                        .run(bench.figures(), bench.options().number("kills", 50));
            }
        }
    }
}
