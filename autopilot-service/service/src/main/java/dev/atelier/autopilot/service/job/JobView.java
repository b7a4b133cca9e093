package dev.atelier.autopilot.service.job;

import dev.atelier.autopilot.service.candidate.Candidates;
import dev.atelier.autopilot.service.usage.Costs;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A job with what its candidates amount to.
 *
 * @param timeLeft of the total runtime; null without a limit or when it has ended
 */
public record JobView(
        AutoMLJob job,
        Candidates.Tally candidates,
        @Nullable Duration timeLeft,
        Costs.Cost cost) {}
