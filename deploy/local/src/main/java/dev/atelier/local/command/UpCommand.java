package dev.atelier.local.command;

import dev.atelier.local.LauncherException;
import dev.atelier.local.environment.SystemPackages;
import dev.atelier.local.process.FileLocks;
import dev.atelier.local.process.ProcessId;
import dev.atelier.local.process.Processes;
import dev.atelier.local.service.Installation;
import dev.atelier.local.service.Ports;
import dev.atelier.local.service.Release;
import dev.atelier.local.service.RunRecords;
import dev.atelier.local.service.Supervisor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Starts everything. One process, the supervisor, watches the services and holds a lock while it lives: this process itself,
 * or with {@code --detach} one that it leaves behind. When another holds the lock, everything is up or about to be.
 */
public final class UpCommand {
    private static final String SUPERVISOR = "supervisor";
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration READY_LIMIT = Duration.ofMinutes(15);

    private final Context context;
    private final long begin = System.nanoTime();

    public UpCommand(Context context) {
        this.context = context;
    }

    public int run() {
        context.home().create();
        Optional<FileLock> lock = FileLocks.tryLock(lockFile());
        if (lock.isEmpty()) {
            return alreadyUp();
        }
        if (context.options().detach()) {
            FileLocks.release(lock.get());
            return detach();
        }
        return supervise(true);
    }

    /** The supervisor that {@code up --detach} leaves behind. */
    public int supervise() {
        context.home().create();
        if (FileLocks.tryLock(lockFile()).isEmpty()) {
            throw new LauncherException(
                    "Another launcher watches " + context.home().root());
        }
        return supervise(false);
    }

    private int supervise(boolean greet) {
        Ports ports = context.ports();
        context.rememberPorts(ports);
        context.records().write(SUPERVISOR, new RunRecords.Supervising(ProcessId.self(), ports.base(), "", false));
        context.dataScience().install();
        new SystemPackages(context::say).openMp();
        Installation installation =
                Installation.of(context.home(), ports, context.repository(), context.http(), context::say);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(installation)));
        installation.start();
        if (greet) {
            new Welcome(context, ports).print(upAfter());
            context.say("Ctrl-C stops everything.");
        }
        context.records()
                .write(
                        SUPERVISOR,
                        new RunRecords.Supervising(
                                ProcessId.self(),
                                ports.base(),
                                installation.release().directory().toString(),
                                true));
        installation.watch();
        return 0;
    }

    private void stop(Installation installation) {
        context.say("Stopping Atelier");
        installation.stop();
        context.records().remove(SUPERVISOR);
        context.say("Atelier is down");
    }

    private int detach() {
        Path log = context.home().log(SUPERVISOR);
        long from = size(log);
        Process process =
                Processes.detached(command(), environment(), context.home().root(), log);
        ProcessId supervisor = ProcessId.of(process.toHandle());
        while (true) {
            from = relay(log, from);
            if (isReady(supervisor)) {
                relay(log, from);
                new Welcome(context, context.ports()).print(upAfter());
                return 0;
            }
            if (!supervisor.alive()) {
                relay(log, from);
                return 1;
            }
            Processes.pause(POLL);
        }
    }

    private int alreadyUp() {
        long deadline = System.nanoTime() + READY_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<RunRecords.Supervising> supervisor = context.records()
                    .supervisor()
                    .filter(found -> found.process().alive());
            if (supervisor.isPresent()) {
                requireSamePorts(supervisor.get());
                if (supervisor.get().ready()) {
                    greetAgain(supervisor.get());
                    return 0;
                }
            }
            Optional<FileLock> lock = FileLocks.tryLock(lockFile());
            if (lock.isPresent()) {
                FileLocks.release(lock.get());
                throw new LauncherException("The launcher that was starting Atelier ended; try again (its log: "
                        + context.home().log(SUPERVISOR) + ")");
            }
            Processes.pause(POLL);
        }
        throw new LauncherException(
                "Another launcher has been starting Atelier for " + READY_LIMIT.toMinutes() + " minutes");
    }

    private void greetAgain(RunRecords.Supervising supervisor) {
        new Welcome(context, new Ports(supervisor.portBase())).print("Atelier is up already.");
        Path built = Release.of(context.repository(), context.home().releases()).directory();
        if (!supervisor.release().equals(built.toString())) {
            context.say("It runs an earlier build; to run the present one: ./atelier down, then ./atelier up");
        }
    }

    private void requireSamePorts(RunRecords.Supervising supervisor) {
        context.options()
                .portBase()
                .filter(asked -> asked != supervisor.portBase())
                .ifPresent(asked -> {
                    throw new LauncherException("Atelier is up with port base " + supervisor.portBase()
                            + "; to move it: ./atelier down, then ./atelier up --port-base " + asked);
                });
    }

    private boolean isReady(ProcessId supervisor) {
        return context.records()
                .supervisor()
                .filter(found -> found.ready() && found.process().pid() == supervisor.pid())
                .isPresent();
    }

    private String upAfter() {
        return String.format("Atelier is up (%.1f s).", (System.nanoTime() - begin) / 1e9);
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx96m",
                "-Datelier.repository=" + context.repository(),
                "-jar",
                System.getProperty("java.class.path"),
                "supervise",
                "--home",
                context.home().root().toString()));
        context.options().portBase().ifPresent(base -> command.addAll(List.of("--port-base", Integer.toString(base))));
        return command;
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        environment.put(
                "ATELIER_ENVIRONMENTS_DIR", context.home().environments().toString());
        environment.put(
                Supervisor.LONGEST_PAUSE,
                Long.toString(Supervisor.longestPause().toSeconds()));
        return environment;
    }

    private Path lockFile() {
        return context.home().run().resolve("supervisor.lock");
    }

    private static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Prints what was written to a file since an offset; returns the offset of its end. */
    private static long relay(Path file, long from) {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long length = in.length();
            if (length > from) {
                byte[] fresh = new byte[Math.toIntExact(length - from)];
                in.seek(from);
                in.readFully(fresh);
                System.out.print(new String(fresh, StandardCharsets.UTF_8));
            }
            return length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
