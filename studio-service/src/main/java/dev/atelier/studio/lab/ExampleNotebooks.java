package dev.atelier.studio.lab;

import java.nio.file.Path;
import java.util.List;

/** The notebooks with which a new user begins: Autopilot by code, and the same with a CSV of one's own. */
public final class ExampleNotebooks {
    static final List<String> FILES =
            List.of("1-autopilot-by-code.ipynb", "2-autopilot-with-your-csv.ipynb", "customers.csv");

    private static final String DIRECTORY = "examples";

    private ExampleNotebooks() {}

    /** Unpacks them into the folder {@code examples} of a home directory. */
    public static void unpack(Path home) {
        Unpacking.unpack("/" + DIRECTORY, FILES, home.resolve(DIRECTORY));
    }
}
