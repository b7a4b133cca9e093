package dev.atelier.studio.engine.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atelier.platform.process.ChildProcesses;
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
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Runs everything on this machine: an instance is a directory for its apps' temporary files, an app is a Jupyter server process. The
 * processes live on when this service dies; their records are files beside them, so its next life finds them.
 */
final class LocalEngine implements ComputeEngine, AutoCloseable {
    static final String NAME = "local";

    private static final Logger LOG = Logger.getLogger(LocalEngine.class);
    private static final int MAX_APPS = 50;

    /** Where things are and how long to wait. */
    record Settings(
            String installation,
            Path dataDir,
            Path environmentsDir,
            Duration stopGrace,
            Duration orphanGrace,
            Map<String, String> passedEnvironment,
            LocalImageBuilds.Limits imageLimits) {}

    private final Settings settings;
    private final ChildProcesses processes;
    private final JupyterServer servers;
    private final StartScripts scripts;
    private final Places places;
    private final WaitingServers waiting;
    private final AppServers apps;
    private final Orphans orphans;
    private final LocalImageBuilds images;

    LocalEngine(
            Settings settings,
            Function<Owner, Path> homes,
            ChildProcesses processes,
            JupyterServer servers,
            ObjectMapper json) {
        this.settings = settings;
        this.processes = processes;
        this.servers = servers;
        this.scripts = new StartScripts(processes);
        this.places = new Places(settings, homes, json);
        this.waiting = new WaitingServers(processes, places::app);
        this.apps = new AppServers(places, servers, waiting, processes);
        this.images = new LocalImageBuilds(places, settings.imageLimits(), settings.passedEnvironment(), processes);
        this.orphans = new Orphans(processes, places, settings.orphanGrace(), this::stopApp);
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
        return images.built(image)
                || Files.isExecutable(places.environment(image).resolve("bin/python"));
    }

    @Override
    public Optional<ImageBuilds> imageBuilds() {
        return Optional.of(images);
    }

    @Override
    public InstanceObservation ensureInstance(InstanceSpec spec) {
        try {
            Files.createDirectories(places.instance(spec.instanceId()));
            return new InstanceObservation.Running();
        } catch (IOException e) {
            return new InstanceObservation.Gone("Its directory cannot be made: " + e.getMessage());
        }
    }

    @Override
    public InstanceObservation observeInstance(String instanceId) {
        return Files.isDirectory(places.instance(instanceId))
                ? new InstanceObservation.Running()
                : new InstanceObservation.Gone("Its directory is not there.");
    }

    @Override
    public boolean stopInstance(String instanceId) {
        Trees.delete(places.instance(instanceId));
        return true;
    }

    @Override
    public AppObservation ensureWarm(String appId, Workload workload, String image) {
        if (!offers(image)) {
            return withoutEnvironment(image);
        }
        return waiting.ensure(appId, () -> {
            processes.sweep(Places.APP_MARK, places.mark(appId));
            places.app(appId).delete();
            return servers.prepare(workload, environment(image), places.app(appId), places.marked(appId));
        });
    }

    @Override
    public ScriptObservation ensureScript(AppSpec spec, String script) {
        if (!offers(spec.image())) {
            return new ScriptObservation.Gone(
                    "cannot run: " + withoutEnvironment(spec.image()).reason());
        }
        Map<String, String> environment = places.placed(spec);
        environment.put(Places.APP_MARK, places.scriptMark(spec.appId()));
        Path home = places.home(spec.owner());
        AppDirectory files = places.app(spec.appId());
        try {
            places.make(spec);
            if (files.readScriptRecord().isEmpty()) {
                // a script whose record was never written would run twice at once
                processes.sweep(Places.APP_MARK, places.scriptMark(spec.appId()));
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
        return AppDirectory.tail(places.app(appId).scriptLog(), maxBytes);
    }

    @Override
    public AppObservation ensureApp(AppSpec spec) {
        if (!offers(spec.image())) {
            return withoutEnvironment(spec.image());
        }
        return apps.ensure(spec, environment(spec.image()));
    }

    private AppObservation.Gone withoutEnvironment(String image) {
        return new AppObservation.Gone(
                "The image '%s' has no Python environment in %s.".formatted(image, settings.environmentsDir()));
    }

    @Override
    public void putToken(String appId, String token) {
        try {
            places.app(appId).writeToken(token);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public AppObservation observeApp(String appId) {
        return apps.observe(appId);
    }

    @Override
    public boolean stopApp(String appId) {
        apps.end(appId, settings.stopGrace());
        return true;
    }

    @Override
    public Optional<Endpoint> endpoint(String appId) {
        return apps.running(appId)
                .filter(ServerRecord::ready)
                .map(server -> new Endpoint(server.baseUri(), server.secret()));
    }

    @Override
    public OptionalLong serverProcess(String appId) {
        return apps.running(appId).map(server -> OptionalLong.of(server.pid())).orElse(OptionalLong.empty());
    }

    @Override
    public void addKernelSpec(String appId, String name, String kernelJson) {
        try {
            places.app(appId).writeKernelSpec(Places.checked(name), kernelJson);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void removeKernelSpec(String appId, String name) {
        places.app(appId).deleteKernelSpec(Places.checked(name));
    }

    @Override
    public OptionalInt busyTerminals(String appId) {
        Machine machine = Machine.look();
        return apps.find(appId)
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
            try {
                apps.running(appId).ifPresent(server -> found.put(appId, seen.apply(machine, server.pid())));
            } catch (UncheckedIOException e) {
                LOG.debugf("What app=%s uses is not known: %s", appId, e.getMessage());
            }
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

    private Path environment(String image) {
        return images.built(image) ? images.environment(image) : places.environment(image);
    }

    @Override
    public void close() {
        images.close();
        waiting.close();
        apps.close();
    }
}
