package dev.atelier.autopilot.worker;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A command and its options: {@code --name value}. */
record Arguments(String command, Map<String, String> options) {

    private static final Map<String, Set<String>> COMMANDS = Map.ofEntries(
            Map.entry("profile", Set.of("job")),
            Map.entry("trial", Set.of("job", "trial", "deadline-seconds")),
            Map.entry("trials", Set.of("job")),
            Map.entry("train", Set.of("job", "deadline-seconds", "cores", "memory-megabytes", "candidates")),
            Map.entry("assemble", Set.of("job")),
            Map.entry("insights", Set.of("job")),
            Map.entry("monitor", Set.of("dir")),
            Map.entry(
                    "run",
                    Set.of(
                            "job",
                            "data",
                            "target",
                            "budget",
                            "cores",
                            "memory-megabytes",
                            "metric",
                            "problem-type",
                            "seed",
                            "folds",
                            "candidates",
                            "min-rows",
                            "plan",
                            "group",
                            "time",
                            "weight",
                            "features",
                            "validation-fraction",
                            "test",
                            "output")),
            Map.entry("explain", Set.of("job", "trial", "deadline-seconds", "input", "output")),
            Map.entry("score", Set.of("model", "input", "output")),
            Map.entry("transform", Set.of("model", "input", "output", "join")),
            Map.entry("serve", Set.of("model", "port", "secret-file", "ready-file", "max-body-bytes")),
            Map.entry("version", Set.of()));

    static Arguments parse(String... args) {
        List<String> words = Arrays.asList(args);
        Set<String> known = words.isEmpty() ? null : COMMANDS.get(words.getFirst());
        if (known == null) {
            throw new UsageException(
                    "Use one of the commands profile, trial, train, assemble, run, explain, insights, monitor, score,"
                            + " transform, serve, version.");
        }
        Map<String, String> options = new HashMap<>();
        for (int i = 1; i < words.size(); i += 2) {
            String word = words.get(i);
            if (!word.startsWith("--") || !known.contains(word.substring(2))) {
                throw new UsageException("The command " + words.getFirst() + " has no option " + word + ".");
            }
            if (i + 1 >= words.size()) {
                throw new UsageException("The option " + word + " needs a value.");
            }
            options.put(word.substring(2), words.get(i + 1));
        }
        return new Arguments(words.getFirst(), options);
    }

    Path path(String name) {
        return Path.of(required(name)).toAbsolutePath().normalize();
    }

    int integer(String name) {
        return (int) number(name, required(name));
    }

    int integer(String name, int otherwise) {
        String value = options.get(name);
        return value == null ? otherwise : (int) number(name, value);
    }

    @Nullable
    Double decimal(String name) {
        String value = options.get(name);
        return value == null ? null : number(name, value);
    }

    @Nullable
    Integer optional(String name) {
        String value = options.get(name);
        return value == null ? null : Integer.valueOf((int) number(name, value));
    }

    @Nullable
    String text(String name) {
        return options.get(name);
    }

    /** Values that commas separate; null when there are none. */
    @Nullable
    List<String> list(String name) {
        String value = options.get(name);
        return value == null ? null : List.of(value.split(",", -1));
    }

    String required(String name) {
        String value = options.get(name);
        if (value == null) {
            throw new UsageException("The command " + command + " needs --" + name + ".");
        }
        return value;
    }

    private static double number(String name, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException _) {
            throw new UsageException("The option --" + name + " must be a number, not '" + value + "'.");
        }
    }

    /** The command line, or what the command finds, is not what it must be. */
    static final class UsageException extends RuntimeException {

        UsageException(String message) {
            super(message);
        }
    }
}
