package dev.atelier.bench;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Ends what a benchmark has started when the benchmark itself is ended by a signal: no measurement goes on that nobody reads. */
final class Leftovers {

    private static final Set<BenchInstallation> INSTALLATIONS = ConcurrentHashMap.newKeySet();

    private Leftovers() {}

    /** From now on the end of this process is the end of its child processes and installations. */
    static void endWithThisProcess() {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("leftovers").unstarted(Leftovers::end));
    }

    static void add(BenchInstallation installation) {
        INSTALLATIONS.add(installation);
    }

    static void remove(BenchInstallation installation) {
        INSTALLATIONS.remove(installation);
    }

    /** Installations last: ending one takes a child process. */
    private static void end() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        INSTALLATIONS.forEach(BenchInstallation::close);
    }
}
