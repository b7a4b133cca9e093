package dev.atelier.local.environment;

import dev.atelier.local.LauncherException;
import dev.atelier.local.process.Processes;
import dev.atelier.local.process.Ran;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A Python of this machine which can make virtual environments. */
public record PythonInterpreter(Path program, String version) {
    /** The oldest minor version of Python 3 that the pinned packages support. */
    static final int OLDEST_MINOR = 11;

    private static final List<String> NAMES =
            List.of("python3", "python3.14", "python3.13", "python3.12", "python3.11");

    private static final String PROBE = """
            import sys
            try:
                import venv, ensurepip
                venv = "venv"
            except ImportError:
                venv = "no-venv"
            print(sys.version_info[0], sys.version_info[1], venv)
            """;

    /** The first usable Python in PATH; otherwise an error that says what was found and what to install. */
    public static PythonInterpreter find() {
        List<String> rejected = new ArrayList<>();
        for (String name : NAMES) {
            Optional<PythonInterpreter> found = Processes.executable(name).flatMap(program -> probe(program, rejected));
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new LauncherException("Notebooks need Python 3." + OLDEST_MINOR + " or later with the venv module; "
                + (rejected.isEmpty() ? "no python3 is in PATH" : "found only " + String.join(", ", rejected))
                + ".\n  Debian, Ubuntu   apt-get install -y python3-venv"
                + "\n  Fedora           dnf install python3"
                + "\n  macOS            brew install python");
    }

    static Optional<PythonInterpreter> probe(Path program, List<String> rejected) {
        Ran ran = Ran.of(program.toString(), "-c", PROBE);
        String[] words = ran.output().strip().split(" ", -1);
        if (!ran.ok() || words.length != 3) {
            rejected.add(program + " (does not run)");
            return Optional.empty();
        }
        String version = words[0] + "." + words[1];
        if (!words[0].equals("3") || Integer.parseInt(words[1]) < OLDEST_MINOR) {
            rejected.add(program + " (" + version + ", too old)");
            return Optional.empty();
        }
        if (!words[2].equals("venv")) {
            rejected.add(program + " (" + version + " without venv)");
            return Optional.empty();
        }
        return Optional.of(new PythonInterpreter(program, version));
    }
}
