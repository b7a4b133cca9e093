package dev.atelier.bench.autopilot;

import dev.atelier.bench.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs programs to their end. */
final class Programs {

    private static final int TAIL = 1500;
    private static final long SAMPLE_MILLIS = 250;

    private Programs() {}

    /** Runs and returns what it used, where that can be seen; what it prints goes to the log. */
    static Optional<Usage> run(List<String> command, Map<String, String> environment, Path log, long limitSeconds)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(limitSeconds);
        Process process = builder.start();
        UsageSampler sampler = new UsageSampler(process.toHandle());
        try {
            while (!process.waitFor(SAMPLE_MILLIS, TimeUnit.MILLISECONDS)) {
                sampler.sample();
                if (System.nanoTime() - end > 0) {
                    throw new BenchException(
                            command.getFirst() + " did not end within " + limitSeconds + " s; see " + log);
                }
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            String text = Files.readString(log);
            throw new BenchException(String.join(" ", command.subList(0, Math.min(4, command.size())))
                    + " ended with code " + process.exitValue() + ":\n"
                    + text.substring(Math.max(0, text.length() - TAIL)));
        }
        return sampler.usage();
    }
}
