package dev.atelier.platform.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process to start.
 *
 * @param command the program and its arguments; visible to every user of the machine, so no secret belongs here
 * @param environment what the process gets besides PATH, HOME, LANG, LC_* and TZ, which it inherits; wins over them
 * @param workingDirectory must exist
 * @param logFile where standard output and error go, appended; its directory must exist
 */
public record Spawn(List<String> command, Map<String, String> environment, Path workingDirectory, Path logFile) {
    public Spawn {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("A process needs a command");
        }
    }

    /** Without the values of the environment: they hold secrets. */
    @Override
    public String toString() {
        return "Spawn[command=%s, environment=%s, workingDirectory=%s, logFile=%s]"
                .formatted(command, environment.keySet(), workingDirectory, logFile);
    }
}
