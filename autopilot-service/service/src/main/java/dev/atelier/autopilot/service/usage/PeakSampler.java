package dev.atelier.autopilot.service.usage;

import dev.atelier.autopilot.service.engine.TrialEngine;
import dev.atelier.platform.peak.Peaks;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;

/** Looks at what running work uses, every second unless configured; {@link UsageMeter} tells billing the most of it. */
@ApplicationScoped
class PeakSampler {
    private final TrialEngine engine;
    private final Peaks peaks;

    PeakSampler(TrialEngine engine, Peaks peaks) {
        this.engine = engine;
        this.peaks = peaks;
    }

    @Scheduled(
            every = "${atelier.autopilot.peak-look:1s}",
            identity = "peak-sampler",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        engine.uses()
                .forEach((resourceId, use) ->
                        peaks.seen(resourceId, use.memoryBytes(), use.cpuTime(), System.nanoTime()));
    }
}
