package dev.atelier.local.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a benchmark, a program of its own that starts what it measures. */
public final class BenchCommand {
    private final Context context;

    public BenchCommand(Context context) {
        this.context = context;
    }

    public int run() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx2g",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Datelier.repository=" + context.repository(),
                "-Datelier.home=" + context.home().root(),
                "-jar",
                context.repository().resolve("bench/target/atelier-bench.jar").toString()));
        command.addAll(context.options().arguments());
        return Foreground.run(command, context.repository(), Map.of());
    }
}
