package dev.atelier.studio.image;

import dev.atelier.api.error.FieldViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The text of a requirements file as own images take it: each line is a requirement of a package by its name (PEP 508) or a comment.
 * What a build installs comes from the installation's own package index, so options, URLs and paths are refused; so are variables,
 * which pip would fill in from its environment.
 */
final class Requirements {
    /** In characters. */
    static final int MAX_SIZE = 65_536;

    private static final int MAX_VIOLATIONS = 10;
    private static final String NAME = "[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?";
    private static final String VERSION = "(?:===?|~=|!=|<=?|>=?)\\s*[A-Za-z0-9.*+!_-]+";
    private static final String MARKER = "[A-Za-z0-9_.,<>=!~ '\"()*+-]+";
    private static final Pattern REQUIREMENT = Pattern.compile(NAME + "(?:\\s*\\[\\s*" + NAME + "(?:\\s*,\\s*" + NAME
            + ")*\\s*])?\\s*(?:" + VERSION + "(?:\\s*,\\s*" + VERSION + ")*)?\\s*(?:;" + MARKER + ")?");
    private static final Pattern PRINTABLE = Pattern.compile("[\\P{C}\t&&[^\u0085\u2028\u2029]]*");
    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s)#.*$");

    private Requirements() {}

    /** What is wrong with the text, with the numbers of the lines; empty when nothing is. */
    static List<FieldViolation> violations(String field, String text) {
        if (text.length() > MAX_SIZE) {
            return List.of(new FieldViolation(field, "must have at most " + MAX_SIZE + " characters"));
        }
        List<FieldViolation> violations = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String fault = fault(line);
            if (!fault.isEmpty() && violations.size() < MAX_VIOLATIONS) {
                violations.add(new FieldViolation(field, "line " + number + ": " + fault));
            }
        }
        return violations;
    }

    private static String fault(String text) {
        // Python ends lines at more characters than Java does
        if (!PRINTABLE.matcher(text).matches()) {
            return "has a character that cannot be printed";
        }
        if (text.endsWith("\\")) {
            return "a requirement has one line";
        }
        String line = COMMENT.matcher(text).replaceFirst("").strip();
        if (line.isEmpty() || REQUIREMENT.matcher(line).matches()) {
            return "";
        }
        if (line.startsWith("-")) {
            return "options are not taken; packages come from the installation's own index";
        }
        if (line.contains("://") || line.contains("@")) {
            return "URLs are not taken; name a package and its version, like pandas==2.2.3";
        }
        if (line.startsWith(".") || line.startsWith("/") || line.startsWith("~")) {
            return "paths are not taken; name a package and its version, like pandas==2.2.3";
        }
        return "is no requirement; name a package and its version, like pandas==2.2.3";
    }
}
