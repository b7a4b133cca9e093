package dev.atelier.testing.reach;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Puts the names of the owner's things where a route has {@code {place}}s. */
final class Names {
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

    private Names() {}

    /** The same, but those under these keys are of the same form and nobody's. */
    static Map<String, String> madeUp(Map<String, String> names, Set<String> keys) {
        Map<String, String> changed = new HashMap<>(names);
        keys.forEach(key -> changed.computeIfPresent(
                key,
                (_, name) -> name.chars()
                        .map(c -> c >= '0' && c <= '9' ? '0' + (c - '0' + 1) % 10 : c)
                        .mapToObj(c -> String.valueOf((char) c))
                        .collect(Collectors.joining())));
        return changed;
    }

    static String in(String template, Map<String, String> names) {
        return PLACE.matcher(template).replaceAll(place -> {
            String name = names.get(place.group(1));
            if (name == null) {
                throw new IllegalArgumentException("Nothing is called '" + place.group(1) + "' for " + template);
            }
            return Matcher.quoteReplacement(name);
        });
    }
}
