package dev.atelier.local.command;

import dev.atelier.local.LauncherException;
import dev.atelier.local.process.Processes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Prints the end of the logs; with {@code -f} also what comes after. */
public final class LogsCommand {
    private static final int LINES = 100;
    private static final long TAIL_BYTES = 64 * 1024;

    private final Context context;

    public LogsCommand(Context context) {
        this.context = context;
    }

    public int run() {
        List<String> names = new ArrayList<>(context.options().arguments());
        boolean follow = names.removeAll(List.of("-f", "--follow"));
        List<Followed> logs = logs(names);
        int width = logs.stream().mapToInt(log -> log.name().length()).max().orElse(0);
        logs.forEach(log -> print(log, width, logs.size() > 1, true));
        while (follow && !Thread.currentThread().isInterrupted()) {
            Processes.pause(Duration.ofMillis(300));
            logs.forEach(log -> print(log, width, logs.size() > 1, false));
        }
        return 0;
    }

    private List<Followed> logs(List<String> names) {
        List<String> known = known();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new LauncherException("No log of " + name + "; there are: " + String.join(", ", known));
            }
        }
        return (names.isEmpty() ? known : names)
                .stream()
                        .map(name -> new Followed(name, context.home().log(name)))
                        .toList();
    }

    private List<String> known() {
        if (!Files.isDirectory(context.home().logs())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(context.home().logs())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".log"))
                    .map(name -> name.substring(0, name.length() - 4))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void print(Followed log, int width, boolean named, boolean tail) {
        List<String> lines = log.fresh(tail);
        int from = tail ? Math.max(0, lines.size() - LINES) : 0;
        String prefix = named ? String.format("%-" + width + "s | ", log.name()) : "";
        lines.subList(from, lines.size()).forEach(line -> context.say(prefix + line));
    }

    /** A log that is read on from where it was left. */
    private static final class Followed {
        private final String name;
        private final Path file;
        private long offset;

        private Followed(String name, Path file) {
            this.name = name;
            this.file = file;
        }

        private String name() {
            return name;
        }

        private List<String> fresh(boolean tail) {
            try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
                long length = in.length();
                if (length < offset) {
                    offset = 0;
                }
                long start = tail ? Math.max(0, length - TAIL_BYTES) : offset;
                byte[] bytes = new byte[(int) Math.min(length - start, Integer.MAX_VALUE - 8)];
                in.seek(start);
                in.readFully(bytes);
                int complete = bytes.length;
                while (complete > 0 && bytes[complete - 1] != '\n') {
                    complete--;
                }
                offset = start + complete;
                String text = new String(bytes, 0, complete, StandardCharsets.UTF_8);
                return text.isEmpty() ? List.of() : text.lines().toList();
            } catch (IOException _) {
                return List.of();
            }
        }
    }
}
