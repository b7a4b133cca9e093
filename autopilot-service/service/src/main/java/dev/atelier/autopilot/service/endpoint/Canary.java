package dev.atelier.autopilot.service.endpoint;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.FieldViolation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How an update is tried before it takes all requests.
 *
 * @param trafficPercent which share of the requests goes to the new version, 1 to 99
 * @param duration for how long
 * @param maxErrorPercent above this share of failed requests the update is rolled back, 0 to 100
 */
public record Canary(int trafficPercent, Duration duration, double maxErrorPercent) {
    private static final Duration LONGEST = Duration.ofHours(24);

    public Canary {
        List<FieldViolation> violations = new ArrayList<>();
        if (trafficPercent < 1 || trafficPercent > 99) {
            violations.add(new FieldViolation("canary.trafficPercent", "must be between 1 and 99"));
        }
        if (!duration.isPositive() || duration.compareTo(LONGEST) > 0) {
            violations.add(new FieldViolation("canary.duration", "must be more than nothing and at most PT24H"));
        }
        if (!(maxErrorPercent >= 0 && maxErrorPercent <= 100)) {
            violations.add(new FieldViolation("canary.maxErrorPercent", "must be between 0 and 100"));
        }
        if (!violations.isEmpty()) {
            throw AtelierException.invalid(violations);
        }
    }
}
