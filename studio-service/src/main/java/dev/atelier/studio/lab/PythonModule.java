package dev.atelier.studio.lab;

import java.nio.file.Path;
import java.util.List;

/** The Python module {@code atelier}: jobs, endpoints and experiments in two lines of a notebook. Every app finds it without set-up. */
public final class PythonModule {
    static final String NAME = "atelier";
    static final List<String> FILES =
            List.of("__init__.py", "_client.py", "_endpoints.py", "_experiments.py", "_jobs.py");

    private PythonModule() {}

    /**
     * Unpacks it into {@code python-modules} of the data directory, unless what is there is the same.
     *
     * @return the directory for Python's module path
     */
    public static Path unpack(Path dataDirectory) {
        Path modules = dataDirectory.resolve("python-modules").toAbsolutePath();
        Unpacking.unpack("/python-modules/" + NAME, FILES, modules.resolve(NAME));
        return modules;
    }
}
