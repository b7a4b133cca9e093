package dev.atelier.studio.kernel;

import dev.atelier.api.error.AtelierException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Checks environment variables with which a kernel is to be started. */
final class StartEnvironment {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    /** Atelier knows by variables of this prefix which processes are whose. */
    private static final String RESERVED = "ATELIER_";

    private static final int MAX_VARIABLES = 200;
    private static final int MAX_BYTES = 64 * 1024;

    private StartEnvironment() {}

    /** The same variables in order of their names; {@code VALIDATION} when they cannot be an environment. */
    static Map<String, String> checked(Map<String, String> env) {
        if (env.size() > MAX_VARIABLES) {
            throw AtelierException.invalid("env", "must have at most " + MAX_VARIABLES + " variables");
        }
        int bytes = 0;
        for (Map.Entry<String, String> variable : env.entrySet()) {
            String name = variable.getKey();
            if (!NAME.matcher(name).matches()) {
                throw AtelierException.invalid("env", "has a name that is not letters, digits and '_'");
            }
            if (name.startsWith(RESERVED)) {
                throw AtelierException.invalid("env." + name, "is Atelier's own: choose another name");
            }
            if (variable.getValue().indexOf('\0') >= 0) {
                throw AtelierException.invalid("env." + name, "must not contain a NUL character");
            }
            bytes += name.length() + variable.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > MAX_BYTES) {
            throw AtelierException.invalid("env", "must have at most " + MAX_BYTES + " bytes");
        }
        return new TreeMap<>(env);
    }
}
