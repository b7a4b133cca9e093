package dev.atelier.testing.reach;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts the names of the owner's things where a route has {@code {place}}s. */
final class Names {
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

    private Names() {}

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
