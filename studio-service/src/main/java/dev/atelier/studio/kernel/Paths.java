package dev.atelier.studio.kernel;

import dev.atelier.api.error.AtelierException;
import java.util.ArrayList;
import java.util.List;

/** Paths of documents, relative to a home directory. */
final class Paths {
    private static final int MAX_LENGTH = 4096;

    private Paths() {}

    /** The path without leading slashes and empty parts; refused when it leads out of the home directory. */
    static String normal(String path) {
        if (path.length() > MAX_LENGTH || path.indexOf('\0') >= 0) {
            throw AtelierException.invalid("path", "must be at most 4096 characters, none of them NUL");
        }
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                throw AtelierException.invalid("path", "must not lead out of the home directory");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }
}
