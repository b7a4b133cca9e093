package dev.atelier.autopilot.service.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Divides a job's time, planned backwards from the end: the last part is kept for the ensemble, trials end before it, and
 * nothing runs past the end.
 */
final class TimeBudget {
    private static final double ENSEMBLE_SHARE = 0.08;
    private static final Duration ENSEMBLE_LEAST = Duration.ofSeconds(6);
    private static final Duration ENSEMBLE_MOST = Duration.ofSeconds(60);
    /** A worker process needs this long to start and to write its result. */
    private static final Duration PROCESS_OVERHEAD = Duration.ofSeconds(1);

    /** What the explanation leaves to the reports. */
    private static final Duration REPORT = Duration.ofSeconds(4);

    private static final Duration EXPLANATION_MOST = Duration.ofSeconds(60);

    private static final Duration SHORTEST_TRIAL = Duration.ofSeconds(3);

    private final Instant start;
    private final JobLimits limits;

    TimeBudget(Instant start, JobLimits limits) {
        this.start = start;
        this.limits = limits;
    }

    /** When everything must be over; null without a limit. */
    @Nullable
    Instant end() {
        return limits.maxRuntime() == null ? null : start.plus(limits.maxRuntime());
    }

    /** When no trial may run any more; null without a limit. */
    @Nullable
    Instant trialsEnd() {
        Instant end = end();
        return end == null || limits.maxRuntime() == null ? null : end.minus(reserve(limits.maxRuntime()));
    }

    boolean over(Instant now) {
        Instant end = end();
        return end != null && !now.isBefore(end);
    }

    boolean trialsOver(Instant now) {
        Instant end = trialsEnd();
        return end != null && !now.isBefore(end);
    }

    /** What is left of the whole; null without a limit. */
    @Nullable
    Duration left(Instant now) {
        Instant end = end();
        if (end == null) {
            return null;
        }
        Duration left = Duration.between(now, end);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Whether training that begins now could finish anything. */
    boolean worthStarting(Instant now) {
        Instant end = trialsEnd();
        return end == null || Duration.between(now, end).compareTo(SHORTEST_TRIAL) >= 0;
    }

    /** How long training that begins now may work before it ends by itself; null without a limit. */
    @Nullable
    Duration trainingLimit(Instant now) {
        Instant end = trialsEnd();
        if (end == null) {
            return null;
        }
        Duration limit = Duration.between(now, end).minus(PROCESS_OVERHEAD);
        return limit.compareTo(PROCESS_OVERHEAD) > 0 ? limit : PROCESS_OVERHEAD;
    }

    /** How long an explanation that begins now may work and leave time for the reports; empty when that is too short for one. */
    Optional<Duration> explanationLimit(Instant now) {
        Instant end = explanationEnd();
        Duration limit =
                end == null ? EXPLANATION_MOST : Duration.between(now, end).minus(PROCESS_OVERHEAD);
        if (limit.compareTo(PROCESS_OVERHEAD) < 0) {
            return Optional.empty();
        }
        return Optional.of(limit.compareTo(EXPLANATION_MOST) > 0 ? EXPLANATION_MOST : limit);
    }

    /** Whether an explanation that does not end by itself must be ended. */
    boolean explanationOver(Instant now) {
        Instant end = explanationEnd();
        return end != null && !now.isBefore(end);
    }

    private @Nullable Instant explanationEnd() {
        Instant end = end();
        return end == null ? null : end.minus(REPORT);
    }

    private static Duration reserve(Duration whole) {
        Duration share = Duration.ofMillis((long) (whole.toMillis() * ENSEMBLE_SHARE));
        Duration reserve = share.compareTo(ENSEMBLE_LEAST) < 0
                ? ENSEMBLE_LEAST
                : share.compareTo(ENSEMBLE_MOST) > 0 ? ENSEMBLE_MOST : share;
        Duration third = whole.dividedBy(3);
        return reserve.compareTo(third) > 0 ? third : reserve;
    }
}
