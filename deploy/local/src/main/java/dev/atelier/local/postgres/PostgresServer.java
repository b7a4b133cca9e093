package dev.atelier.local.postgres;

import dev.atelier.local.Directories;
import dev.atelier.local.LauncherException;
import dev.atelier.local.process.ProcessId;
import dev.atelier.local.process.Processes;
import dev.atelier.local.process.Ran;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A PostgreSQL server in a data directory of its own: listens on loopback only, no socket file, one role with a generated
 * password. It is a process apart from the launcher: it survives the launcher's death and is found again by its pid file.
 */
public final class PostgresServer {
    /** The role that owns the databases. */
    public static final String ROLE = "atelier";

    private static final List<String> SETTINGS = List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "shared_buffers=64MB",
            "max_connections=80",
            "dynamic_shared_memory_type=mmap",
            "log_line_prefix=%m [%p] %d ");

    private static final Duration CRASH_LIMIT = Duration.ofSeconds(20);

    /** Between when the kernel says that a server started and when it says so itself; clocks are set now and then. */
    private static final int TOLERANCE_SECONDS = 5;

    private final PostgresBinaries binaries;
    private final Path data;
    private final Path log;
    private final int port;

    public PostgresServer(PostgresBinaries binaries, Path data, Path log, int port) {
        this.binaries = binaries;
        this.data = data;
        this.log = log;
        this.port = port;
    }

    public String version() {
        return binaries.version();
    }

    public int port() {
        return port;
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Makes the data directory with its role and databases, unless it is there; an interrupted attempt is started over. */
    public void create(Path passwordFile, List<String> databases) {
        if (Files.exists(data.resolve("PG_VERSION"))) {
            return;
        }
        Path building = data.resolveSibling(data.getFileName() + ".building");
        try {
            Directories.delete(building);
            Files.createDirectories(data.getParent());
            run(List.of(
                    binaries.program("initdb"),
                    "-D",
                    building.toString(),
                    "-U",
                    ROLE,
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-sync"));
            StringBuilder statements = new StringBuilder();
            databases.forEach(
                    name -> statements.append("CREATE DATABASE ").append(name).append(";\n"));
            Ran made = Ran.of(
                    command(List.of(binaries.program("postgres"), "--single", "-D", building.toString(), "postgres")),
                    Map.of(),
                    building,
                    statements.toString(),
                    line -> {});
            if (!made.ok() || made.output().contains("ERROR:")) {
                throw new LauncherException("Cannot create the databases:\n" + made.output());
            }
            Files.move(building, data, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make the database directory " + data, e);
        }
    }

    /**
     * Starts the server and returns when it takes connections; does nothing when it runs already. After a crash the last
     * processes of the old server may take a moment to go, during which a new one refuses to start: that is tried again.
     */
    public void start() {
        if (running().isPresent()) {
            return;
        }
        long deadline = System.nanoTime() + CRASH_LIMIT.toNanos();
        Ran started = tryStart();
        while (!started.ok() && Files.exists(data.resolve("postmaster.pid")) && System.nanoTime() < deadline) {
            Processes.pause(Duration.ofMillis(500));
            started = tryStart();
        }
        if (!started.ok()) {
            throw new LauncherException("PostgreSQL does not start (its log: " + log + "):\n" + started.output());
        }
    }

    private Ran tryStart() {
        StringBuilder options = new StringBuilder("-p " + port);
        SETTINGS.forEach(setting -> options.append(" -c \"").append(setting).append('"'));
        return pgCtl("start", "-w", "-t", "60", "-l", log.toString(), "-o", options.toString());
    }

    /** Ends the server: connections are closed, committed data is on disk. */
    public void stop() {
        Optional<ProcessId> server = running();
        if (server.isEmpty()) {
            return;
        }
        pgCtl("stop", "-m", "fast", "-w", "-t", "30");
        Processes.end(List.of(server.get()), Duration.ofSeconds(5));
    }

    /** The server's main process, when it runs in this data directory. */
    public Optional<ProcessId> running() {
        return pidFile()
                .flatMap(lines -> ProcessHandle.of(
                                Long.parseLong(lines.getFirst().strip()))
                        .filter(process ->
                                wrote(process, Long.parseLong(lines.get(2).strip()))))
                .map(ProcessId::of)
                .filter(ProcessId::alive);
    }

    /** A server that was killed leaves its file behind, and its number goes to another process, even to another server. */
    private static boolean wrote(ProcessHandle process, long startSeconds) {
        ProcessHandle.Info info = process.info();
        return info.command().filter(name -> name.endsWith("/postgres")).isPresent()
                && info.startInstant()
                        .filter(start -> Math.abs(start.getEpochSecond() - startSeconds) <= TOLERANCE_SECONDS)
                        .isPresent();
    }

    /** The port that the running server listens on. */
    public Optional<Integer> runningPort() {
        return running()
                .flatMap(_ -> pidFile())
                .map(lines -> Integer.parseInt(lines.get(3).strip()));
    }

    private Optional<List<String>> pidFile() {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            return lines.size() < 4 ? Optional.empty() : Optional.of(lines);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private Ran pgCtl(String... arguments) {
        List<String> program = new ArrayList<>(List.of(binaries.program("pg_ctl"), "-D", data.toString()));
        program.addAll(List.of(arguments));
        return Ran.of(command(program), Map.of(), data, "", line -> {});
    }

    private void run(List<String> program) {
        Ran ran = Ran.of(command(program).toArray(String[]::new));
        if (!ran.ok()) {
            throw new LauncherException(program.getFirst() + " failed:\n" + ran.output());
        }
    }

    /**
     * PostgreSQL refuses to run as root. In a user namespace of its own it does not see that it is root, while files keep
     * their owner.
     */
    private List<String> command(List<String> program) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return program;
        }
        if (!Ran.of("unshare", "-U", "true").ok()) {
            throw new LauncherException("PostgreSQL does not run as root, and this machine allows no user namespace "
                    + "(`unshare -U`): run ./atelier as an ordinary user");
        }
        List<String> whole = new ArrayList<>(List.of("unshare", "-U"));
        whole.addAll(program);
        return whole;
    }
}
