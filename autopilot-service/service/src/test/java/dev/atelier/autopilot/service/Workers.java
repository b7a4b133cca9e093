package dev.atelier.autopilot.service;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The worker processes of a service under test, as the machine shows them. */
public final class Workers {
    private Workers() {}

    /** The JVMs that run any command of the worker for a service with this data directory. */
    public static List<ProcessHandle> all(Path dataDir) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().command().orElse("").endsWith("/java"))
                .filter(process -> Arrays.stream(process.info().arguments().orElse(new String[0]))
                        .anyMatch(argument -> argument.startsWith("-Djava.io.tmpdir=" + dataDir)))
                .toList();
    }

    /** The JVMs that run a command of the worker for a service with this data directory. */
    public static List<ProcessHandle> running(Path dataDir, String command) {
        return ProcessHandle.allProcesses()
                .filter(process -> {
                    List<String> arguments =
                            Arrays.asList(process.info().arguments().orElse(new String[0]));
                    boolean java = process.info().command().orElse("").endsWith("/java");
                    return java
                            && arguments.contains(command)
                            && arguments.stream().anyMatch(argument -> argument.startsWith(dataDir.toString()));
                })
                .toList();
    }
}
