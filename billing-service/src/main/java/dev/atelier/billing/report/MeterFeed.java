package dev.atelier.billing.report;

import dev.atelier.billing.BillingConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Everything that runs, read once per interval for all who watch. */
@ApplicationScoped
class MeterFeed {
    private final Meters meters;
    private final Duration interval;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable Read latest;

    MeterFeed(Meters meters, BillingConfig config) {
        this.meters = meters;
        this.interval = config.meters().interval();
    }

    private record Read(MeterSnapshot snapshot, long begunAt) {}

    /** What runs at this moment or later: whoever has just started something sees it. */
    MeterSnapshot now() {
        return begunSince(System.nanoTime());
    }

    /** The newest snapshot of this interval; while somebody else reads it, the one before. */
    MeterSnapshot latest() {
        Read read = latest;
        return read != null && reading.isLocked()
                ? read.snapshot()
                : begunSince(System.nanoTime() - interval.toNanos() / 2);
    }

    /** All who wait for the same reading share the next one. */
    private MeterSnapshot begunSince(long time) {
        reading.lock();
        try {
            Read read = latest;
            if (read == null || read.begunAt() - time < 0) {
                long begun = System.nanoTime();
                read = new Read(meters.all(), begun);
                latest = read;
            }
            return read.snapshot();
        } finally {
            reading.unlock();
        }
    }
}
