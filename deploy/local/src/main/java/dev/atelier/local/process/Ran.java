package dev.atelier.local.process;

import dev.atelier.local.LauncherException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A program that ran to its end: its exit code and what it printed, errors included. */
public record Ran(int exit, String output) {
    public boolean ok() {
        return exit == 0;
    }

    public static Ran of(String... command) {
        return of(List.of(command), Map.of(), Path.of("."), "", line -> {});
    }

    /** Runs a program with more environment and some input; each line of its output is also passed on as it comes. */
    public static Ran of(
            List<String> command,
            Map<String, String> environment,
            Path directory,
            String input,
            Consumer<String> lines) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        StringBuilder output = new StringBuilder();
        try {
            Process process = builder.start();
            try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
                stdin.write(input);
            }
            try (var stdout = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = stdout.readLine(); line != null; line = stdout.readLine()) {
                    output.append(line).append('\n');
                    lines.accept(line);
                }
            }
            return new Ran(process.waitFor(), output.toString());
        } catch (IOException e) {
            return new Ran(127, output + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new LauncherException("Interrupted while " + command.getFirst() + " ran");
        }
    }
}
