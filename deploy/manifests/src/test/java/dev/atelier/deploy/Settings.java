package dev.atelier.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The settings that the services know, read from their sources: a variable which none of them knows has no effect and
 * nobody says so.
 */
final class Settings {

    private static final List<String> MODULES =
            List.of("platform", "studio-service", "autopilot-service/service", "billing-service");
    private static final Pattern MAPPING = Pattern.compile("@ConfigMapping\\(\\s*prefix = \"([^\"]+)\"");
    private static final Pattern PROPERTY = Pattern.compile("@ConfigProperty\\(\\s*name = \"([^\"]+)\"");
    private static final Pattern NAME = Pattern.compile("@WithName\\(\"([^\"]+)\"\\)");
    private static final Pattern METHOD = Pattern.compile("\\b([a-z]\\w*)\\(\\);");

    private final Set<String> keys = new HashSet<>();
    private final List<Mapping> mappings = new ArrayList<>();

    private record Mapping(String prefix, Set<String> names) {

        /** Whether the rest of the variable's name is a path of this interface's names. */
        boolean knows(String variable) {
            return variable.startsWith(prefix + "_") && isPath(variable.substring(prefix.length() + 1));
        }

        private boolean isPath(String rest) {
            return names.contains(rest)
                    || names.stream()
                            .anyMatch(name -> rest.startsWith(name + "_") && isPath(rest.substring(name.length() + 1)));
        }
    }

    Settings() throws IOException {
        for (String module : MODULES) {
            Path sources = Repository.root().resolve(module).resolve("src/main/java");
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    read(Files.readString(file));
                }
            }
        }
    }

    /** Whether some service reads this environment variable. */
    boolean knows(String variable) {
        return keys.contains(variable) || mappings.stream().anyMatch(mapping -> mapping.knows(variable));
    }

    private void read(String source) {
        groups(PROPERTY, source).map(Settings::variable).forEach(keys::add);
        groups(MAPPING, source).forEach(prefix -> {
            Set<String> names = new HashSet<>();
            groups(METHOD, source).map(Settings::kebab).map(Settings::variable).forEach(names::add);
            groups(NAME, source).map(Settings::variable).forEach(names::add);
            mappings.add(new Mapping(variable(prefix), names));
        });
    }

    private static Stream<String> groups(Pattern pattern, String source) {
        Matcher matcher = pattern.matcher(source);
        return matcher.results().map(result -> result.group(1)).toList().stream();
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2");
    }

    private static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
