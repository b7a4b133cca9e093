package dev.atelier.studio.terminal;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Jupyter's clients call an image terminal, as {@code data-science-ml-t3-medium.1}. The names of system terminals have no point.
 *
 * @param name what the app's own server calls it
 */
public record TerminalName(String appName, String name) {
    private static final Pattern PATTERN =
            Pattern.compile("(?<app>[a-zA-Z0-9](?:-*[a-zA-Z0-9]){0,62})\\.(?<name>\\w{1,64})");

    /** Reads the name of an image terminal; empty for that of a system terminal. */
    public static Optional<TerminalName> parse(String name) {
        Matcher matcher = PATTERN.matcher(name);
        return matcher.matches()
                ? Optional.of(new TerminalName(matcher.group("app"), matcher.group("name")))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return appName + "." + name;
    }
}
