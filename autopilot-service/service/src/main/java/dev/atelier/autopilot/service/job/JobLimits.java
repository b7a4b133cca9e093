package dev.atelier.autopilot.service.job;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.FieldViolation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much a job may do; null means no limit.
 *
 * @param maxCandidates without the ensemble
 * @param maxRuntime from when the job begins to work until it is Completed
 */
public record JobLimits(
        @Nullable Integer maxCandidates,
        @Nullable Duration maxRuntime,
        @Nullable Duration maxRuntimePerTrial) {
    /** No limit at all. */
    public static final JobLimits NONE = new JobLimits(null, null, null);

    private static final int MOST_CANDIDATES = 750;
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofDays(30);

    /**
     * Refuses limits that cannot be kept.
     *
     * @throws AtelierException VALIDATION
     */
    public JobLimits checked() {
        List<FieldViolation> violations = new ArrayList<>();
        if (maxCandidates != null && (maxCandidates < 1 || maxCandidates > MOST_CANDIDATES)) {
            violations.add(new FieldViolation("limits.maxCandidates", "must be between 1 and " + MOST_CANDIDATES));
        }
        check(violations, "limits.maxRuntime", maxRuntime);
        check(violations, "limits.maxRuntimePerTrial", maxRuntimePerTrial);
        if (!violations.isEmpty()) {
            throw AtelierException.invalid(violations);
        }
        return this;
    }

    private static void check(List<FieldViolation> violations, String field, @Nullable Duration value) {
        if (value != null && (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0)) {
            violations.add(new FieldViolation(field, "must be between %s and %s".formatted(SHORTEST, LONGEST)));
        }
    }
}
