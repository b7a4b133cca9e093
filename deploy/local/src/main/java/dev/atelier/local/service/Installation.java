package dev.atelier.local.service;

import dev.atelier.local.LauncherException;
import dev.atelier.local.postgres.PostgresBinaries;
import dev.atelier.local.postgres.PostgresServer;
import dev.atelier.local.process.PortOwner;
import dev.atelier.local.process.Processes;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Everything that runs for one home: the database server and the services. */
public final class Installation {
    private static final Duration START_LIMIT = Duration.ofMinutes(4);
    private static final Duration DATABASE_POLL = Duration.ofSeconds(2);
    private static final Duration INSTANCES_LIMIT = Duration.ofSeconds(10);
    private static final Duration SWEEP_GRACE = Duration.ofSeconds(3);

    private final Home home;
    private final Ports ports;
    private final PostgresServer postgres;
    private final Map<AtelierService, ServiceProcess> services;
    private final Supervisor supervisor;
    private final Release release;
    private final HttpClient http;
    private final Consumer<String> progress;
    private final ReentrantLock databaseChanging = new ReentrantLock();

    private Installation(
            Home home,
            Ports ports,
            PostgresServer postgres,
            Map<AtelierService, ServiceProcess> services,
            Release release,
            HttpClient http,
            Consumer<String> progress) {
        this.home = home;
        this.ports = ports;
        this.postgres = postgres;
        this.services = services;
        this.release = release;
        this.http = http;
        this.progress = progress;
        this.supervisor =
                new Supervisor(List.copyOf(services.values()), START_LIMIT, Supervisor.longestPause(), progress);
    }

    /** The installation of a home as the working copy's build would run it. */
    public static Installation of(Home home, Ports ports, Path repository, HttpClient http, Consumer<String> progress) {
        Release release = Release.take(repository, home.releases());
        ServiceConfiguration configuration = new ServiceConfiguration(
                home,
                home.installationId().orElseThrow(),
                ports,
                release,
                home.environments(),
                Home.read(home.databasePassword()));
        RunRecords records = new RunRecords(home.run());
        Map<AtelierService, ServiceProcess> services = new EnumMap<>(AtelierService.class);
        for (AtelierService service : AtelierService.values()) {
            services.put(service, new ServiceProcess(configuration.spec(service), records, http));
        }
        return new Installation(home, ports, postgres(home, ports.postgres()), services, release, http, progress);
    }

    /** The release that the services run. */
    public Release release() {
        return release;
    }

    /** Adopts what runs as it should, replaces what does not, starts the rest; returns when all are ready. */
    public void start() {
        services.values().forEach(ServiceProcess::endOutdated);
        if (!postgres.runningPort().orElse(ports.postgres()).equals(ports.postgres())) {
            services.values().forEach(ServiceProcess::stop);
            postgres.stop();
        }
        requireFreePorts();
        long begin = System.nanoTime();
        boolean ran = postgres.running().isPresent();
        postgres.create(
                home.databasePassword(),
                Arrays.stream(AtelierService.values())
                        .map(AtelierService::database)
                        .toList());
        postgres.start();
        progress.accept(
                ran
                        ? "PostgreSQL: runs already, adopted"
                        : String.format(
                                "PostgreSQL %s: ready after %.1f s",
                                postgres.version(), (System.nanoTime() - begin) / 1e9));
        supervisor.start();
        release.removeOthers();
    }

    /** Watches the services and the database until {@link #stop} is called from another thread. */
    public void watch() {
        Thread.ofVirtual().start(this::watchDatabase);
        supervisor.watch();
    }

    /** Ends the instances, the services, every process that carries this installation's mark, then the database. */
    public void stop() {
        endInstances(home, ports, http, progress);
        supervisor.stop();
        databaseChanging.lock();
        try {
            end(home, postgres);
        } finally {
            databaseChanging.unlock();
        }
    }

    /** Ends what runs for a home without knowing how it was started. */
    public static void stop(Home home, Ports ports, HttpClient http, Consumer<String> progress) {
        endInstances(home, ports, http, progress);
        List<ServiceProcess> services = Arrays.stream(AtelierService.values())
                .map(service -> recorded(home, ports, service, http))
                .toList();
        new Supervisor(services, START_LIMIT, Supervisor.longestPause(), _ -> {}).stop();
        end(home, postgres(home, ports.postgres()));
    }

    private static void endInstances(Home home, Ports ports, HttpClient http, Consumer<String> progress) {
        ServiceProcess studio = recorded(home, ports, AtelierService.STUDIO, http);
        if (!studio.ready()) {
            return;
        }
        try {
            String url = "http://127.0.0.1:" + ports.of(AtelierService.STUDIO);
            new StudioApi(http, url, Home.read(home.token())).endInstances(INSTANCES_LIMIT);
        } catch (LauncherException e) {
            progress.accept("The instances could not be ended by the API: " + e.getMessage());
        }
    }

    /** A service as its record says, without what it would take to start it. */
    public static ServiceProcess recorded(Home home, Ports ports, AtelierService service, HttpClient http) {
        ServiceSpec spec = new ServiceSpec(
                service.id(),
                List.of(),
                Map.of(),
                home.root(),
                home.log(service.id()),
                "http://127.0.0.1:" + ports.management(service) + "/q/health/ready");
        return new ServiceProcess(spec, new RunRecords(home.run()), http);
    }

    private static void end(Home home, PostgresServer postgres) {
        home.installationId().ifPresent(id -> Processes.sweep(ServiceConfiguration.mark(id), SWEEP_GRACE));
        postgres.stop();
    }

    /** The database server of a home. */
    public static PostgresServer postgres(Home home, int port) {
        return new PostgresServer(
                PostgresBinaries.in(home.environments()), home.postgres(), home.log("postgres"), port);
    }

    private void watchDatabase() {
        while (!supervisor.stopping()) {
            if (postgres.running().isEmpty()) {
                restartDatabase();
            }
            Processes.pause(DATABASE_POLL);
        }
    }

    private void restartDatabase() {
        databaseChanging.lock();
        try {
            if (!supervisor.stopping()) {
                progress.accept("PostgreSQL: ended unexpectedly, starting it again");
                postgres.start();
            }
        } catch (LauncherException e) {
            progress.accept(String.valueOf(e.getMessage()));
        } finally {
            databaseChanging.unlock();
        }
    }

    private void requireFreePorts() {
        Set<Integer> ours = new HashSet<>();
        services.forEach((service, process) -> {
            if (process.running().isPresent()) {
                ours.add(ports.of(service));
                ours.add(ports.management(service));
            }
        });
        if (postgres.running().isPresent()) {
            ours.add(ports.postgres());
        }
        List<String> busy = new ArrayList<>();
        ports.all().forEach((port, purpose) -> {
            if (!ours.contains(port) && !PortOwner.free(port)) {
                busy.add("Port " + port + " (for " + purpose + ") is in use by " + PortOwner.describe(port));
            }
        });
        if (!busy.isEmpty()) {
            throw new LauncherException(String.join("\n", busy)
                    + "\nStop that program, or move all of Atelier: ./atelier up --port-base " + (ports.base() + 1000));
        }
    }
}
