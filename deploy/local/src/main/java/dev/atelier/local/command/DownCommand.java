package dev.atelier.local.command;

import dev.atelier.local.process.ProcessId;
import dev.atelier.local.process.Processes;
import dev.atelier.local.service.Installation;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Stops everything: the supervisor stops what it watches; what is left, if it was killed, is stopped here. */
public final class DownCommand {
    private static final Duration GRACE = Duration.ofSeconds(60);

    private final Context context;

    public DownCommand(Context context) {
        this.context = context;
    }

    public int run() {
        if (!Files.isDirectory(context.home().run())) {
            context.say("Nothing has been started in " + context.home().root());
            return 0;
        }
        Optional<ProcessId> supervisor =
                context.records().supervisor().map(found -> found.process()).filter(ProcessId::alive);
        Processes.end(supervisor.map(List::of).orElse(List.of()), GRACE);
        Installation.stop(context.home(), context.ports(), context.http(), context::say);
        context.records().remove("supervisor");
        context.say("Atelier is down");
        return 0;
    }
}
