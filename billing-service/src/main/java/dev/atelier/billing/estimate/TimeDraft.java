package dev.atelier.billing.estimate;

import dev.atelier.api.error.FieldViolation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long planned usage takes, as a caller gave it: a duration, or a weekly schedule. */
public record TimeDraft(
        @Nullable Duration duration, @Nullable ScheduleDraft schedule) {
    static final Duration MAX_DURATION = Duration.ofDays(3660);

    /** Not given. */
    public static final TimeDraft NONE = new TimeDraft(null, null);

    /**
     * Checks it.
     *
     * @param prefix of the fields that are named
     * @return nothing when something is wrong, which is among the violations then
     */
    Optional<Duration> check(String prefix, Instant now, List<FieldViolation> violations) {
        if (schedule != null) {
            if (duration != null) {
                violations.add(new FieldViolation(prefix + "duration", "must not be given beside a schedule"));
                return Optional.empty();
            }
            return schedule.check(prefix + "schedule.", now, violations).map(WeeklySchedule::duration);
        }
        boolean right = duration != null
                && !duration.isNegative()
                && !duration.isZero()
                && duration.compareTo(MAX_DURATION) <= 0;
        if (!right) {
            violations.add(new FieldViolation(prefix + "duration", "must be above 0 and at most 10 years"));
        }
        return right ? Optional.ofNullable(duration) : Optional.empty();
    }
}
