package dev.atelier.local.build;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Builds a part of the product with Maven, one build at a time on a working copy, and writes the stamp of the sources it
 * was made from. Started by the {@code ./atelier} script from its source file, so it uses nothing but the JDK.
 */
public final class Build {
    private static final Pattern MODULE = Pattern.compile("\\[INFO] Building (Atelier.*\\S)\\s+\\[(\\d+)/(\\d+)]");
    private static final int TAIL = 40;

    /** What Maven is asked for. */
    enum Part {
        LAUNCHER("deploy/local"),
        PRODUCT(
                "billing-service,studio-service,autopilot-service/service,autopilot-service/worker,deploy/local,walk,bench");

        private final String modules;

        Part(String modules) {
            this.modules = modules;
        }
    }

    private final Path repository;
    private final PrintStream out;

    Build(Path repository, PrintStream out) {
        this.repository = repository;
        this.out = out;
    }

    /** Arguments: the working copy, {@code launcher} or {@code product}, the stamp of the sources. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Build build = new Build(Path.of(arguments[0]), System.err);
        System.exit(build.run(Part.valueOf(arguments[1].toUpperCase(Locale.ROOT)), arguments[2]));
    }

    int run(Part part, String stamp) throws IOException, InterruptedException {
        String name = part.name().toLowerCase(Locale.ROOT);
        Path target = Files.createDirectories(repository.resolve("target"));
        Path marker = target.resolve("build-" + name + ".stamp");
        try (FileChannel channel =
                FileChannel.open(target.resolve("build.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var lock = channel.tryLock();
            if (lock == null) {
                out.println("Another build runs in this working copy: waiting for it");
                lock = channel.lock();
            }
            try {
                if (Files.exists(marker) && Files.readString(marker).strip().equals(stamp.strip())) {
                    return 0;
                }
                int exit = maven(part, target.resolve("build-" + name + ".log"));
                if (exit == 0) {
                    Files.writeString(marker, stamp + "\n");
                }
                return exit;
            } finally {
                lock.release();
            }
        }
    }

    private int maven(Part part, Path log) throws IOException, InterruptedException {
        long start = System.nanoTime();
        out.println("Building what changed (log: " + log + "); the first build takes a few minutes");
        List<String> command =
                new ArrayList<>(List.of(repository.resolve("mvnw").toString(), "package"));
        command.add("-Dmaven.test.skip=true");
        command.add("-pl");
        command.add(part.modules);
        command.add("-am");
        Process process = new ProcessBuilder(command)
                .directory(repository.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        List<String> lines = new ArrayList<>();
        try (BufferedReader output =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                PrintStream file = new PrintStream(Files.newOutputStream(log), true, StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                file.println(line);
                lines.add(line);
                progress(line);
            }
        }
        int exit = process.waitFor();
        long seconds = (System.nanoTime() - start) / 1_000_000_000;
        if (exit == 0) {
            out.println("Built in " + seconds + " s");
        } else {
            lines.subList(Math.max(0, lines.size() - TAIL), lines.size()).forEach(out::println);
            out.println("The build failed after " + seconds + " s; its whole log: " + log);
        }
        return exit;
    }

    private void progress(String line) {
        Matcher module = MODULE.matcher(line);
        if (module.find()) {
            out.println("  [" + module.group(2) + "/" + module.group(3) + "] "
                    + module.group(1).replaceFirst(" 0\\..*", ""));
        }
    }
}
