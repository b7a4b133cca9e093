package dev.atelier.local.command;

import dev.atelier.local.LauncherException;
import dev.atelier.local.process.ProcessId;
import dev.atelier.local.service.AtelierService;
import dev.atelier.local.service.Ports;
import dev.atelier.local.service.RunRecords;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the walk, a client program of its own, against the running system. */
public final class WalkCommand {
    private final Context context;

    public WalkCommand(Context context) {
        this.context = context;
    }

    public int run() {
        boolean ready = context.records()
                .supervisor()
                .filter(RunRecords.Supervising::ready)
                .map(RunRecords.Supervising::process)
                .filter(ProcessId::alive)
                .isPresent();
        if (!ready) {
            throw new LauncherException("Atelier is not up: ./atelier up --detach first");
        }
        Ports ports = context.ports();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                context.repository().resolve("walk/target/atelier-walk.jar").toString(),
                "--studio",
                "http://127.0.0.1:" + ports.of(AtelierService.STUDIO),
                "--autopilot",
                "http://127.0.0.1:" + ports.of(AtelierService.AUTOPILOT),
                "--billing",
                "http://127.0.0.1:" + ports.of(AtelierService.BILLING),
                "--token-file",
                context.home().token().toString()));
        command.addAll(context.options().arguments());
        return Foreground.run(command, context.repository(), Map.of());
    }
}
