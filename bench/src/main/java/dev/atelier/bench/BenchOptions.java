package dev.atelier.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Options of the form {@code --name value}. */
public final class BenchOptions {
    private final Map<String, String> values;

    private BenchOptions(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /**
     * Reads a command line.
     *
     * @throws BenchException when a word is no option or an option has no value
     */
    public static BenchOptions parse(List<String> arguments) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String option = arguments.get(i);
            if (!option.startsWith("--")) {
                throw new BenchException("'" + option + "' is not an option; options are --name value");
            }
            if (i + 1 >= arguments.size()) {
                throw new BenchException(option + " needs a value");
            }
            values.put(option.substring(2), arguments.get(i + 1));
        }
        return new BenchOptions(values);
    }

    /** Refuses what is not among the names, so that a mistyped option is not ignored. */
    public void only(String... names) {
        Set<String> known = Set.copyOf(Arrays.asList(names));
        values.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new BenchException(
                            "Unknown option --" + name + "; known are --" + String.join(", --", Arrays.asList(names)));
                });
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** A comma-separated list, or the given one. */
    public List<String> list(String name, List<String> otherwise) {
        return text(name).map(text -> List.of(text.split(",", -1))).orElse(otherwise);
    }

    /** A positive whole number. */
    public int number(String name, int otherwise) {
        String text = values.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new BenchException("--" + name + " needs a positive whole number, not " + text);
    }
}
