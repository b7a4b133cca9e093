package dev.atelier.local.command;

import dev.atelier.local.LauncherException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The command line.
 *
 * @param arguments what is left for the command itself
 */
public record Options(Command command, Optional<Integer> portBase, Path home, boolean detach, List<String> arguments) {
    /** What {@code ./atelier} can do; {@code supervise} is what {@code up --detach} leaves behind. */
    public enum Command {
        UP,
        SUPERVISE,
        DOWN,
        STATUS,
        LOGS,
        WALK,
        BENCH,
        TEST,
        HELP
    }

    public static Options parse(String[] line, Path repository) {
        Command command = line.length == 0 ? Command.HELP : command(line[0]);
        Optional<Integer> portBase = Optional.empty();
        Optional<Path> home = Optional.ofNullable(System.getenv("ATELIER_HOME"))
                .filter(text -> !text.isBlank())
                .map(Path::of);
        boolean detach = false;
        List<String> arguments = new ArrayList<>();
        for (int i = 1; i < line.length; i++) {
            switch (line[i]) {
                case "--port-base" -> portBase = Optional.of(number(line[i], value(line, ++i)));
                case "--home" -> home = Optional.of(Path.of(value(line, ++i)));
                case "--detach", "-d" -> detach = true;
                case "--help", "-h" -> command = Command.HELP;
                default -> arguments.add(line[i]);
            }
        }
        boolean takesArguments = switch (command) {
            case LOGS, WALK, BENCH, TEST, HELP -> true;
            case UP, SUPERVISE, DOWN, STATUS -> false;
        };
        if (!takesArguments && !arguments.isEmpty()) {
            throw new LauncherException("Unknown option " + arguments.getFirst() + "; see ./atelier help");
        }
        Path root = home.orElse(repository.resolve(".atelier")).toAbsolutePath().normalize();
        return new Options(command, portBase, root, detach, List.copyOf(arguments));
    }

    private static Command command(String word) {
        if (word.equals("--help") || word.equals("-h")) {
            return Command.HELP;
        }
        return Arrays.stream(Command.values())
                .filter(command -> command.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new LauncherException("Unknown command " + word + "; see ./atelier help"));
    }

    private static String value(String[] line, int index) {
        if (index >= line.length) {
            throw new LauncherException(line[index - 1] + " needs a value; see ./atelier help");
        }
        return line[index];
    }

    private static int number(String option, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            throw new LauncherException(option + " needs a number, not " + text);
        }
    }
}
