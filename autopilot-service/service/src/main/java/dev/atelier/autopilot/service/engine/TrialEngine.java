package dev.atelier.autopilot.service.engine;

import dev.atelier.platform.process.ProcessUse;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the work of jobs and endpoints. Every operation is idempotent by the work's id: starting what exists adopts it. What
 * runs outlives this service. Work exchanges files with it through {@link JobDirectory}.
 */
public interface TrialEngine {
    /** How many pieces of training work may run at once. */
    int slots();

    /**
     * Starts the work unless it was started before.
     *
     * @return when it began to run
     */
    Instant ensure(Work work);

    /** Looks at the work. */
    Observation observe(Work work);

    /** Ends the work at once, with everything that it started. Ending what does not run does nothing. */
    void stop(Work work);

    /** Where a serving worker answers, once it does. */
    Optional<Serving> serving(Work.Serve work);

    /** The last words of the work's log that a person could use; "" when there are none. */
    String lastWords(Work work);

    /** What running work uses now, by what it is billed as; nothing where that cannot be known. */
    Map<String, ProcessUse> uses();

    /** Calls back whenever work of this engine has ended; the callback must return at once. */
    void onExit(Runnable wake);

    /**
     * Where to send requests, and the secret that they need.
     *
     * @param since when it first answered
     */
    record Serving(URI address, String secret, Instant since) {
        @Override
        public String toString() {
            return "Serving[address=" + address + "]";
        }
    }
}
