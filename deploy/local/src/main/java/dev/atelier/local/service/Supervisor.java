package dev.atelier.local.service;

import dev.atelier.local.LauncherException;
import dev.atelier.local.process.ProcessId;
import dev.atelier.local.process.Processes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Starts the services side by side, waits until they are ready, and starts again what dies. What runs already and was started
 * in the same way is adopted.
 */
public final class Supervisor {
    /** How many seconds a service that dies again and again waits at most before it is started again; 30 unless it is set. */
    public static final String LONGEST_PAUSE = "ATELIER_RESTART_SECONDS";

    private static final Duration POLL = Duration.ofMillis(250);

    private final List<ServiceProcess> services;
    private final Duration startLimit;
    private final Duration longestPause;
    private final Consumer<String> progress;
    private final ReentrantLock changing = new ReentrantLock();
    private final Map<String, Backoff> backoffs = new HashMap<>();
    private final Map<String, Long> restartAt = new HashMap<>();
    private volatile boolean stopping;

    /**
     * Watches services.
     *
     * @param longestPause how long a service that dies again and again waits at most
     */
    public Supervisor(
            List<ServiceProcess> services, Duration startLimit, Duration longestPause, Consumer<String> progress) {
        this.services = services;
        this.startLimit = startLimit;
        this.longestPause = longestPause;
        this.progress = progress;
    }

    /** The longest pause of this machine, by {@value #LONGEST_PAUSE}. */
    public static Duration longestPause() {
        String seconds = System.getenv().getOrDefault(LONGEST_PAUSE, "");
        if (seconds.isBlank()) {
            return Backoff.LONGEST;
        }
        if (!seconds.matches("[1-9][0-9]{0,4}")) {
            throw new LauncherException(LONGEST_PAUSE + " needs a positive number of seconds, not " + seconds);
        }
        return Duration.ofSeconds(Long.parseLong(seconds));
    }

    /** Returns when every service is ready; fails with the end of a log when one ends before it was. */
    public void start() {
        long begin = System.nanoTime();
        List<ServiceProcess> waiting = new ArrayList<>();
        for (ServiceProcess service : services) {
            if (service.running().isPresent()) {
                progress.accept(service.name() + ": runs already, adopted");
            } else {
                startUnlessStopping(service);
            }
            waiting.add(service);
        }
        while (!waiting.isEmpty() && !stopping) {
            for (ServiceProcess service : List.copyOf(waiting)) {
                if (service.ready()) {
                    waiting.remove(service);
                    progress.accept(
                            String.format("%s: ready after %.1f s", service.name(), (System.nanoTime() - begin) / 1e9));
                } else if (service.running().isEmpty() && !stopping) {
                    throw new LauncherException(service.name() + " ended while it started. The end of its log ("
                            + service.spec().log() + "):\n" + service.logTail(30));
                }
            }
            if (System.nanoTime() - begin > startLimit.toNanos()) {
                throw new LauncherException(waiting.getFirst().name() + " is not ready after " + startLimit.toSeconds()
                        + " s. The end of its log (" + waiting.getFirst().spec().log() + "):\n"
                        + waiting.getFirst().logTail(30));
            }
            Processes.pause(POLL);
        }
    }

    /** Starts again what died, until {@link #stop} is called. */
    public void watch() {
        while (!stopping && !Thread.currentThread().isInterrupted()) {
            services.forEach(this::check);
            Processes.pause(POLL);
        }
    }

    /** Ends all services; none is started again. */
    public void stop() {
        stopping = true;
        changing.lock();
        try {
            List<Thread> stops = new ArrayList<>();
            for (ServiceProcess service : services) {
                stops.add(Thread.ofVirtual().start(service::stop));
            }
            for (Thread stop : stops) {
                stop.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            changing.unlock();
        }
    }

    public boolean stopping() {
        return stopping;
    }

    private void check(ServiceProcess service) {
        if (service.running().isPresent()) {
            return;
        }
        long now = System.nanoTime();
        Long due = restartAt.get(service.name());
        if (due == null) {
            Duration wait = backoffs.computeIfAbsent(service.name(), _ -> new Backoff(longestPause))
                    .afterDeath(now);
            progress.accept(service.name() + ": ended unexpectedly, starting it again in " + wait.toSeconds()
                    + " s (log: " + service.spec().log() + ")");
            restartAt.put(service.name(), now + wait.toNanos());
        } else if (now - due >= 0) {
            restartAt.remove(service.name());
            startUnlessStopping(service);
        }
    }

    private void startUnlessStopping(ServiceProcess service) {
        changing.lock();
        try {
            if (!stopping) {
                ProcessId id = service.start();
                progress.accept(service.name() + ": started, pid " + id.pid());
            }
        } finally {
            changing.unlock();
        }
    }
}
