package dev.atelier.autopilot.service.dataset;

import dev.atelier.api.error.AtelierException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Lets some go on at once and the others wait, those first that came first. */
final class Turns {
    private final Semaphore free;
    private final Duration patience;

    /**
     * Nobody has begun.
     *
     * @param most at once
     * @param patience how long one waits at most
     */
    Turns(int most, Duration patience) {
        this.free = new Semaphore(most, true);
        this.patience = patience;
    }

    /**
     * Runs something when it is its turn.
     *
     * @throws AtelierException UNAVAILABLE when that does not come in time
     */
    <T> T take(Supplier<T> action) {
        try {
            if (!free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw AtelierException.unavailable(
                        "Many tables are being fetched. Try again, or upload the table first and name its datasetId.",
                        null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AtelierException.unavailable("The service is going down. Try again.", e);
        }
        try {
            return action.get();
        } finally {
            free.release();
        }
    }
}
