package dev.atelier.studio.engine.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.platform.process.ChildProcesses;
import dev.atelier.platform.process.WaitingProcess;
import dev.atelier.studio.engine.AppMemory;
import dev.atelier.studio.engine.AppObservation;
import dev.atelier.studio.engine.AppSpec;
import dev.atelier.studio.engine.AppUse;
import dev.atelier.studio.engine.Capabilities;
import dev.atelier.studio.engine.ChargeFrom;
import dev.atelier.studio.engine.ComputeEngine;
import dev.atelier.studio.engine.Endpoint;
import dev.atelier.studio.engine.HomeMode;
import dev.atelier.studio.engine.ImageBuilds;
import dev.atelier.studio.engine.InstanceObservation;
import dev.atelier.studio.engine.InstanceSpec;
import dev.atelier.studio.engine.ScriptObservation;
import dev.atelier.studio.engine.Workload;
import dev.atelier.studio.tenancy.Owner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Runs everything on this machine: an instance is a directory for its apps' temporary files, an app is a Jupyter server process. The
 * processes live on when this service dies; their records are files beside them, so its next life finds them.
 */
final class LocalEngine implements ComputeEngine, AutoCloseable {
    static final String NAME = "local";
    /** The installation that a process belongs to. */
    static final String INSTALLATION_MARK = "ATELIER_INSTALLATION";
    /** The app that a process belongs to: installation, data directory and id, so that no two installations meet. */
    static final String APP_MARK = "ATELIER_APP";

    private static final Logger LOG = Logger.getLogger(LocalEngine.class);
    static final Pattern ID = Pattern.compile("[a-z0-9-]{1,64}");
    private static final int MAX_APPS = 50;
    private static final int MAX_ATTEMPTS = 5;

    /** Where things are and how long to wait. */
    record Settings(
            String installation,
            Path dataDir,
            Path environmentsDir,
            Duration stopGrace,
            Duration orphanGrace,
            Map<String, String> passedEnvironment,
            LocalImageBuilds.Limits imageLimits) {
        /** The value of {@link #APP_MARK}. */
        String mark(String appId) {
            return installation + "@" + dataDir + "/" + appId;
        }

        Path apps() {
            return dataDir.resolve("apps");
        }
    }

    private final Settings settings;
    private final Function<Owner, Path> homes;
    private final ChildProcesses processes;
    private final JupyterServer servers;
    private final StartScripts scripts;
    private final ObjectMapper json;
    private final Readiness readiness = new Readiness();
    private final Map<String, ServerRecord> known = new ConcurrentHashMap<>();
    private final WaitingServers waiting;
    private final Orphans orphans;
    private final LocalImageBuilds images;

    LocalEngine(
            Settings settings,
            Function<Owner, Path> homes,
            ChildProcesses processes,
            JupyterServer servers,
            ObjectMapper json) {
        this.settings = settings;
        this.homes = homes;
        this.processes = processes;
        this.servers = servers;
        this.scripts = new StartScripts(processes);
        this.json = json;
        this.waiting = new WaitingServers(processes, this::files);
        this.images = new LocalImageBuilds(
                settings.dataDir().resolve("images"),
                settings.imageLimits(),
                settings.passedEnvironment(),
                this::mark,
                this::shipped,
                processes);
        this.orphans = new Orphans(processes, settings, this::stopApp);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, MAX_APPS, true, true, ChargeFrom.RUNNING, HomeMode.SHARED_DIRECTORY);
    }

    @Override
    public boolean offers(String image) {
        return images.built(image) || Files.isExecutable(shipped(image).resolve("bin/python"));
    }

    @Override
    public Optional<ImageBuilds> imageBuilds() {
        return Optional.of(images);
    }

    @Override
    public InstanceObservation ensureInstance(InstanceSpec spec) {
        try {
            Files.createDirectories(instance(spec.instanceId()));
            return new InstanceObservation.Running();
        } catch (IOException e) {
            return new InstanceObservation.Gone("Its directory cannot be made: " + e.getMessage());
        }
    }

    @Override
    public InstanceObservation observeInstance(String instanceId) {
        return Files.isDirectory(instance(instanceId))
                ? new InstanceObservation.Running()
                : new InstanceObservation.Gone("Its directory is not there.");
    }

    @Override
    public boolean stopInstance(String instanceId) {
        Trees.delete(instance(instanceId));
        return true;
    }

    @Override
    public AppObservation ensureWarm(String appId, Workload workload, String image) {
        if (!offers(image)) {
            return withoutEnvironment(image);
        }
        return waiting.ensure(appId, () -> {
            processes.sweep(APP_MARK, mark(appId));
            files(appId).delete();
            return servers.prepare(workload, environment(image), files(appId), marked(appId));
        });
    }

    @Override
    public ScriptObservation ensureScript(AppSpec spec, String script) {
        if (!offers(spec.image())) {
            return new ScriptObservation.Gone(
                    "cannot run: " + withoutEnvironment(spec.image()).reason());
        }
        Map<String, String> environment = marked(spec.appId());
        environment.put(APP_MARK, scriptMark(spec.appId()));
        environment.put("TMPDIR", instance(spec.instanceId()).toString());
        Path home = homes.apply(spec.owner());
        AppDirectory files = files(spec.appId());
        try {
            Files.createDirectories(instance(spec.instanceId()));
            Files.createDirectories(home);
            if (files.readScriptRecord().isEmpty()) {
                // a script whose record was never written would run twice at once
                processes.sweep(APP_MARK, scriptMark(spec.appId()));
            }
            return scripts.ensure(
                    files, script, home, servers.environmentOf(environment(spec.image()), home, files, environment));
        } catch (IOException | UncheckedIOException e) {
            LOG.warnf(e, "The script of app=%s cannot be run", spec.appId());
            return new ScriptObservation.Gone("cannot run: " + e.getMessage());
        }
    }

    @Override
    public String scriptLog(String appId, int maxBytes) {
        return AppDirectory.tail(files(appId).scriptLog(), maxBytes);
    }

    @Override
    public AppObservation ensureApp(AppSpec spec) {
        if (!offers(spec.image())) {
            return withoutEnvironment(spec.image());
        }
        Optional<ServerRecord> found = record(spec.appId());
        if (found.isEmpty()) {
            return start(spec, 1);
        }
        ServerRecord server = found.get();
        AppObservation seen = observe(spec.appId(), server);
        if (seen instanceof AppObservation.Gone && lostItsPort(spec.appId(), server)) {
            LOG.infof("The port %d of app=%s was taken by another process; trying again", server.port(), spec.appId());
            return start(spec, server.attempt() + 1);
        }
        return seen;
    }

    private AppObservation.Gone withoutEnvironment(String image) {
        return new AppObservation.Gone(
                "The image '%s' has no Python environment in %s.".formatted(image, settings.environmentsDir()));
    }

    private boolean lostItsPort(String appId, ServerRecord server) {
        String log = files(appId).logTail();
        return !server.ready()
                && server.attempt() < MAX_ATTEMPTS
                && (log.contains("is already in use") || log.contains("is not available"));
    }

    private AppObservation start(AppSpec spec, int attempt) {
        WaitingProcess prepared = waiting.take(spec.appId());
        if (prepared == null) {
            // a process whose record was never written would run twice
            processes.sweep(APP_MARK, mark(spec.appId()));
        }
        Map<String, String> environment = marked(spec.appId());
        environment.put("TMPDIR", instance(spec.instanceId()).toString());
        Path home = homes.apply(spec.owner());
        AppDirectory files = files(spec.appId());
        try {
            Files.createDirectories(instance(spec.instanceId()));
            Files.createDirectories(home);
            ServerRecord server =
                    servers.start(spec, environment(spec.image()), home, files, environment, attempt, prepared);
            files.write(server);
            known.put(spec.appId(), server);
            return new AppObservation.Starting();
        } catch (IOException | UncheckedIOException e) {
            // what does not start for want of space or of a right would not start a second later either
            LOG.warnf(e, "app=%s cannot be started", spec.appId());
            return new AppObservation.Gone("It cannot be started: " + e.getMessage());
        }
    }

    private Map<String, String> marked(String appId) {
        Map<String, String> environment = new HashMap<>(settings.passedEnvironment());
        environment.put(INSTALLATION_MARK, settings.installation());
        environment.put(APP_MARK, mark(appId));
        return environment;
    }

    @Override
    public void putToken(String appId, String token) {
        try {
            files(appId).writeToken(token);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public AppObservation observeApp(String appId) {
        return record(appId)
                .map(server -> observe(appId, server))
                .orElseGet(() -> new AppObservation.Gone("No process was started for it."));
    }

    private AppObservation observe(String appId, ServerRecord server) {
        if (processes.find(server.identity()).isEmpty()) {
            String log = files(appId).logTail();
            return new AppObservation.Gone("Its Jupyter server (process %d) %s. %s"
                    .formatted(
                            server.pid(),
                            processes.end(server.identity()).orElse("ended"),
                            log.isEmpty() ? "It left no log." : "The end of its log:\n" + log));
        }
        if (server.ready()) {
            return new AppObservation.Ready();
        }
        if (!readiness.answers(server)) {
            return new AppObservation.Starting();
        }
        ServerRecord answered = server.answered();
        try {
            files(appId).write(answered);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        known.put(appId, answered);
        return new AppObservation.Ready();
    }

    @Override
    public boolean stopApp(String appId) {
        waiting.take(appId);
        record(appId).ifPresent(server -> processes.kill(server.identity(), settings.stopGrace()));
        processes.sweep(APP_MARK, mark(appId));
        processes.sweep(APP_MARK, scriptMark(appId));
        files(appId).delete();
        known.remove(appId);
        return true;
    }

    @Override
    public Optional<Endpoint> endpoint(String appId) {
        return record(appId)
                .filter(ServerRecord::ready)
                .filter(server -> processes.find(server.identity()).isPresent())
                .map(server -> new Endpoint(server.baseUri(), server.secret()));
    }

    @Override
    public OptionalLong serverProcess(String appId) {
        return record(appId)
                .filter(server -> processes.find(server.identity()).isPresent())
                .map(server -> OptionalLong.of(server.pid()))
                .orElse(OptionalLong.empty());
    }

    @Override
    public void addKernelSpec(String appId, String name, String kernelJson) {
        try {
            files(appId).writeKernelSpec(checked(name), kernelJson);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void removeKernelSpec(String appId, String name) {
        files(appId).deleteKernelSpec(checked(name));
    }

    @Override
    public OptionalInt busyTerminals(String appId) {
        Machine machine = Machine.look();
        return record(appId)
                .filter(_ -> machine.known())
                .map(server -> OptionalInt.of(machine.busyTerminals(server.pid())))
                .orElseGet(OptionalInt::empty);
    }

    @Override
    public Map<String, AppUse> use(Set<String> appIds) {
        return looked(appIds, Machine::use);
    }

    @Override
    public Map<String, AppMemory> memory(Set<String> appIds) {
        return looked(appIds, Memory::of);
    }

    private <T> Map<String, T> looked(Set<String> appIds, BiFunction<Machine, Long, T> seen) {
        Machine machine = Machine.look();
        Map<String, T> found = new HashMap<>();
        for (String appId : appIds) {
            record(appId)
                    .filter(server -> processes.find(server.identity()).isPresent())
                    .ifPresent(server -> found.put(appId, seen.apply(machine, server.pid())));
        }
        return found;
    }

    @Override
    public boolean kill(AppMemory.Part part) {
        return Memory.kill(part);
    }

    @Override
    public void sweep(Set<String> owned, Instant now) {
        orphans.sweep(owned, now);
    }

    private Optional<ServerRecord> record(String appId) {
        ServerRecord server = known.get(appId);
        if (server != null) {
            return Optional.of(server);
        }
        Optional<ServerRecord> written = files(appId).read();
        written.ifPresent(found -> known.put(appId, found));
        return written;
    }

    /** Not the app's own: what a script left running is not in the way of the app's start. */
    private String scriptMark(String appId) {
        return mark(appId) + "/script";
    }

    private String mark(String appId) {
        return settings.mark(appId);
    }

    private AppDirectory files(String appId) {
        return new AppDirectory(settings.apps().resolve(checked(appId)), json);
    }

    private Path instance(String instanceId) {
        return settings.dataDir().resolve("instances").resolve(checked(instanceId));
    }

    private Path environment(String image) {
        return images.built(image) ? images.environment(image) : shipped(image);
    }

    private Path shipped(String image) {
        return settings.environmentsDir().resolve(checked(image));
    }

    private static String checked(String name) {
        if (!ID.matcher(name).matches()) {
            throw new IllegalArgumentException("not an id: " + name);
        }
        return name;
    }

    @Override
    public void close() {
        images.close();
        waiting.close();
        readiness.close();
    }
}
