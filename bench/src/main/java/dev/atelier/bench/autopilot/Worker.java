package dev.atelier.bench.autopilot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.bench.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Atelier's engine: the worker's {@code run}. */
final class Worker implements Contender {

    static final String NAME = "atelier";
    private static final long GRACE_SECONDS = 300;

    private final Path jar;
    private final String version;

    Worker(Path repository) throws InterruptedException {
        this.jar = jar(repository);
        this.version = Commit.of(repository);
    }

    /** The worker's program, which must have been built. */
    static Path jar(Path repository) {
        Path jar = repository.resolve("autopilot-service/worker/target/atelier-worker.jar");
        if (!Files.exists(jar)) {
            throw new BenchException(
                    "There is no " + jar + "; build it with ./mvnw package -pl autopilot-service/worker");
        }
        return jar;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public Attempt run(OuterFold fold, Path directory, Terms terms) throws IOException, InterruptedException {
        Path predictions = directory.resolve("predictions.csv");
        Path job = directory.resolve("job");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx" + Math.max(512, terms.memoryMegabytes() / 3) + "m",
                "-jar",
                jar.toString(),
                "run",
                "--job",
                job.toString(),
                "--data",
                fold.train().toString(),
                "--target",
                fold.set().target(),
                "--problem-type",
                fold.set().problem(),
                "--metric",
                fold.set().measure().label(),
                "--budget",
                Integer.toString(terms.budgetSeconds()),
                "--cores",
                Integer.toString(terms.cores()),
                "--seed",
                Integer.toString(terms.seed()),
                "--memory-megabytes",
                Integer.toString(terms.memoryMegabytes()),
                "--min-rows",
                "1",
                "--test",
                fold.test().toString(),
                "--output",
                predictions.toString());
        Usage usage = Programs.run(command, Map.of(), directory.resolve("log"), terms.budgetSeconds() + GRACE_SECONDS)
                .orElse(null);
        JsonNode result = new ObjectMapper().readTree(job.resolve("run.json").toFile());
        SingleRow row = SingleRow.measure(jar, job, fold.test(), directory);
        return new Attempt(predictions, result.get("seconds").asDouble(), usage, row, result);
    }
}
