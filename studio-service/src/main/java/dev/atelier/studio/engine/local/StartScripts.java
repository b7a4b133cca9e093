package dev.atelier.studio.engine.local;

import dev.atelier.platform.process.ChildProcesses;
import dev.atelier.platform.process.ProcessIdentity;
import dev.atelier.platform.process.Spawn;
import dev.atelier.studio.engine.ScriptObservation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The script that runs before an app starts, as a process of its own. A shell around it writes its exit code into a file, so that the next
 * life of this service knows how it ended.
 */
final class StartScripts {
    private static final String AROUND =
            "\"$@\"; code=$?; echo $code > \"$EXIT_FILE.next\"; mv \"$EXIT_FILE.next\" \"$EXIT_FILE\"";

    /** More of what a script says is a mistake that would fill the disk. */
    private static final long MAX_LOG_BYTES = 16L * 1024 * 1024;

    private final ChildProcesses processes;

    StartScripts(ChildProcesses processes) {
        this.processes = processes;
    }

    /** Starts it unless it was started before, and says how it is. */
    ScriptObservation ensure(AppDirectory files, String script, Path home, Map<String, String> environment)
            throws IOException {
        Optional<ScriptRecord> found = files.readScriptRecord();
        if (found.isEmpty()) {
            return start(files, script, home, environment);
        }
        ProcessIdentity identity = found.get().identity();
        boolean runs = processes.find(identity).isPresent();
        Optional<String> exit = files.scriptExit();
        if (exit.isPresent()) {
            return ended(exit.get());
        }
        if (!runs) {
            return new ScriptObservation.Gone("was ended from outside");
        }
        return Files.size(files.scriptLog()) > MAX_LOG_BYTES
                ? new ScriptObservation.Gone("said more than 16 MiB; let it write to a file")
                : new ScriptObservation.Running();
    }

    private static ScriptObservation ended(String exit) {
        try {
            return new ScriptObservation.Ended(Integer.parseInt(exit));
        } catch (NumberFormatException _) {
            return new ScriptObservation.Gone("ended without an exit code");
        }
    }

    private ScriptObservation start(AppDirectory files, String script, Path home, Map<String, String> environment)
            throws IOException {
        files.writeScript(script);
        environment.put("EXIT_FILE", files.scriptExitFile().toString());
        String program = files.script().toString();
        List<String> run = script.startsWith("#!") ? List.of(program) : List.of("/bin/bash", program);
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", AROUND, "lifecycle"));
        command.addAll(run);
        ProcessIdentity identity = processes.spawn(new Spawn(command, environment, home, files.scriptLog()));
        files.write(new ScriptRecord(identity.pid(), identity.startTime()));
        return new ScriptObservation.Running();
    }
}
