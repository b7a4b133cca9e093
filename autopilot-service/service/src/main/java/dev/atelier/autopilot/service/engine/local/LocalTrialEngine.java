package dev.atelier.autopilot.service.engine.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.autopilot.service.engine.Directories;
import dev.atelier.autopilot.service.engine.Exit;
import dev.atelier.autopilot.service.engine.Observation;
import dev.atelier.autopilot.service.engine.TrialEngine;
import dev.atelier.autopilot.service.engine.Work;
import dev.atelier.autopilot.service.engine.WorkerFiles;
import dev.atelier.autopilot.service.support.AutopilotConfig;
import dev.atelier.platform.config.Installation;
import dev.atelier.platform.peak.Peaks;
import dev.atelier.platform.process.ChildProcesses;
import dev.atelier.platform.process.ProcessIdentity;
import dev.atelier.platform.process.ProcessUse;
import dev.atelier.platform.process.Spawn;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;

/**
 * Runs each piece of work as a process of its own on this machine. What is known of a process lies in files beside its work,
 * so a restarted service adopts it: the pid with the start time, and the exit code, which a shell around the worker writes.
 */
@ApplicationScoped
public class LocalTrialEngine implements TrialEngine {
    private static final Logger LOG = Logger.getLogger(LocalTrialEngine.class);
    private static final int MAX_WORDS = 300;
    private static final int LOG_TAIL = 8192;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ChildProcesses processes;
    private final Peaks peaks;
    private final WorkerCommands commands;
    private final ObjectMapper json;
    private final Clock clock;
    private final String installation;
    private final int slots;
    private final Map<String, ProcessIdentity> running = new ConcurrentHashMap<>();
    private final Set<Long> watched = ConcurrentHashMap.newKeySet();
    private final CopyOnWriteArrayList<Runnable> wakes = new CopyOnWriteArrayList<>();

    LocalTrialEngine(
            ChildProcesses processes,
            Peaks peaks,
            Directories directories,
            AutopilotConfig config,
            Installation installation,
            ObjectMapper json,
            Clock clock) {
        this.processes = processes;
        this.peaks = peaks;
        this.clock = clock;
        this.commands = new WorkerCommands(config.worker(), directories);
        this.json = json;
        this.installation = installation.id();
        int cores = config.local().cores().orElse(Runtime.getRuntime().availableProcessors());
        this.slots = Math.max(1, cores / Math.clamp(config.local().threadsPerTrial(), 1, Math.max(1, cores)));
    }

    /**
     * process.json: the shell around the worker.
     *
     * @param startTime as the operating system gives it, which may be a second off
     * @param startedAt by our clock
     */
    @RegisterForReflection
    record Known(long pid, Instant startTime, Instant startedAt) {
        ProcessIdentity identity() {
            return new ProcessIdentity(pid, startTime);
        }
    }

    @Override
    public int slots() {
        return slots;
    }

    @Override
    public Instant ensure(Work work) {
        return switch (observe(work)) {
            case Observation.Running running -> running.since();
            case Observation.Exited exited -> exited.since();
            case Observation.Absent _ -> spawn(work);
        };
    }

    @Override
    public Observation observe(Work work) {
        Optional<Known> known = known(work);
        if (known.isEmpty()) {
            return new Observation.Absent();
        }
        Instant since = known.get().startedAt();
        Optional<ProcessHandle> handle = processes.find(known.get().identity());
        if (handle.isPresent()) {
            running.put(work.resourceId(), known.get().identity());
            watch(handle.get());
            return new Observation.Running(since);
        }
        return exited(work, since);
    }

    @Override
    public void stop(Work work) {
        Optional<Known> known = known(work);
        if (known.isEmpty()) {
            return;
        }
        Duration grace = work instanceof Work.Serve ? Duration.ofSeconds(1) : Duration.ZERO;
        processes.kill(known.get().identity(), grace);
        if (!Files.exists(commands.exit(work))) {
            processes.sweep(WorkerCommands.MARK, mark(work));
        }
    }

    @Override
    public Optional<Serving> serving(Work.Serve work) {
        try {
            WorkerFiles.Ready ready = json.readValue(Files.readAllBytes(commands.ready(work)), WorkerFiles.Ready.class);
            String secret = Files.readString(commands.secret(work), StandardCharsets.US_ASCII)
                    .strip();
            Instant since = Files.getLastModifiedTime(commands.ready(work)).toInstant();
            return Optional.of(new Serving(URI.create("http://127.0.0.1:" + ready.port()), secret, since));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String lastWords(Work work) {
        try {
            byte[] log = Files.readAllBytes(commands.log(work));
            int from = Math.max(0, log.length - LOG_TAIL);
            String last = new String(log, from, log.length - from, StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("at "))
                    .reduce((_, line) -> line)
                    .orElse("");
            return last.length() <= MAX_WORDS ? last : last.substring(0, MAX_WORDS) + "…";
        } catch (IOException _) {
            return "";
        }
    }

    @Override
    public Map<String, ProcessUse> uses() {
        Map<ProcessIdentity, ProcessUse> found = processes.use(running.values());
        running.values().removeIf(process -> !found.containsKey(process));
        Map<String, ProcessUse> uses = new HashMap<>();
        running.forEach((resourceId, process) -> uses.put(resourceId, found.get(process)));
        return uses;
    }

    @Override
    public void onExit(Runnable wake) {
        wakes.add(wake);
    }

    private Instant spawn(Work work) {
        try {
            // Between a spawn and its record a service can be killed; what it started then is found by its mark.
            processes.sweep(WorkerCommands.MARK, mark(work));
            Path run = commands.run(work);
            Files.createDirectories(run);
            Files.deleteIfExists(commands.exit(work));
            if (work instanceof Work.Serve serve) {
                Files.deleteIfExists(commands.ready(serve));
                writeSecret(commands.secret(serve));
            }
            Instant now = clock.instant();
            ProcessIdentity started = processes.spawn(
                    new Spawn(commands.command(work), commands.environment(mark(work)), run, commands.log(work)));
            replace(
                    run.resolve("process.json"),
                    json.writeValueAsBytes(new Known(started.pid(), started.startTime(), now)));
            running.put(work.resourceId(), started);
            peaks.began(work.resourceId(), System.nanoTime());
            LOG.infof("work started; work=%s pid=%d", work.id(), started.pid());
            processes.find(started).ifPresent(this::watch);
            return now;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + work.id(), e);
        }
    }

    private Observation exited(Work work, Instant since) {
        Path exit = commands.exit(work);
        try {
            int code = Integer.parseInt(Files.readString(exit).strip());
            Instant at = Files.getLastModifiedTime(exit).toInstant();
            return new Observation.Exited(Exit.of(code), since, at.isBefore(since) ? since : at);
        } catch (NoSuchFileException _) {
            // The shell was killed too; nothing of its session may go on unseen.
            processes.sweep(WorkerCommands.MARK, mark(work));
            return new Observation.Exited(new Exit.Unknown(), since, lostAt(work, since));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** When the loss of a process was seen first; written down so that every look gives the same answer. */
    private Instant lostAt(Work work, Instant since) {
        Path mark = commands.run(work).resolve("lost");
        try {
            if (!Files.exists(mark)) {
                Files.createFile(mark);
            }
            Instant at = Files.getLastModifiedTime(mark).toInstant();
            return at.isBefore(since) ? since : at;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Known> known(Work work) {
        try {
            return Optional.of(
                    json.readValue(Files.readAllBytes(commands.run(work).resolve("process.json")), Known.class));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void watch(ProcessHandle handle) {
        if (watched.add(handle.pid())) {
            CompletableFuture<Void> _ = handle.onExit().thenRun(() -> {
                watched.remove(handle.pid());
                wakes.forEach(Runnable::run);
            });
        }
    }

    private String mark(Work work) {
        return installation + "/" + work.id();
    }

    private static void writeSecret(Path file) throws IOException {
        byte[] secret = new byte[32];
        RANDOM.nextBytes(secret);
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    private static void replace(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.write(temporary, content);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
