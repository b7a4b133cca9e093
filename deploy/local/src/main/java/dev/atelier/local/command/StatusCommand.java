package dev.atelier.local.command;

import dev.atelier.local.process.ProcessId;
import dev.atelier.local.process.Processes;
import dev.atelier.local.service.AtelierService;
import dev.atelier.local.service.Home;
import dev.atelier.local.service.Installation;
import dev.atelier.local.service.Ports;
import dev.atelier.local.service.RunRecords;
import dev.atelier.local.service.ServiceConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What runs: one line each. The exit code is 0 when everything is up, 3 otherwise. */
public final class StatusCommand {
    private static final int NOT_UP = 3;
    private static final String ROW = "%-18s %-9s %-8s %-10s %-8s %s";

    private final Context context;

    public StatusCommand(Context context) {
        this.context = context;
    }

    public int run() {
        Home home = context.home();
        if (home.installationId().isEmpty()) {
            context.say("Nothing has been started in " + home.root());
            return NOT_UP;
        }
        Ports ports = context.ports();
        context.say(String.format(ROW, "", "state", "pid", "since", "memory", ""));
        Optional<ProcessId> supervisor = context.records().supervisor().map(RunRecords.Supervising::process);
        row("launcher", supervisor, true, "watches the services");
        Optional<ProcessId> database =
                Installation.postgres(home, ports.postgres()).running();
        row("postgres", database, true, "127.0.0.1:" + ports.postgres());
        boolean up = alive(supervisor) && database.isPresent();
        for (AtelierService service : AtelierService.values()) {
            Optional<ProcessId> process =
                    context.records().service(service.id()).map(RunRecords.Running::process);
            boolean ready = alive(process)
                    && Installation.recorded(home, ports, service, context.http())
                            .ready();
            row(service.id(), process, ready, "http://127.0.0.1:" + ports.of(service));
            up &= ready;
        }
        String id = home.installationId().orElseThrow();
        int marked = Processes.marked(ServiceConfiguration.mark(id)).size();
        context.say(marked + " processes belong to this installation (" + id + ") besides PostgreSQL");
        return up ? 0 : NOT_UP;
    }

    private void row(String name, Optional<ProcessId> process, boolean ready, String address) {
        if (!alive(process)) {
            context.say(String.format(ROW, name, "down", "", "", "", "").stripTrailing());
            return;
        }
        ProcessId id = process.orElseThrow();
        Duration age = Duration.between(Instant.ofEpochMilli(id.startMillis()), Instant.now());
        context.say(String.format(ROW, name, ready ? "up" : "starting", id.pid(), age(age), memory(id.pid()), address));
    }

    private static boolean alive(Optional<ProcessId> process) {
        return process.filter(ProcessId::alive).isPresent();
    }

    private static String age(Duration age) {
        return age.toHours() > 0
                ? age.toHours() + " h " + age.toMinutesPart() + " min"
                : age.toMinutes() > 0 ? age.toMinutes() + " min" : Math.max(0, age.toSeconds()) + " s";
    }

    private static String memory(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MB")
                    .findFirst()
                    .orElse("");
        } catch (IOException _) {
            return "";
        }
    }
}
