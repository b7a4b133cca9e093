package dev.atelier.autopilot.service.endpoint;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.FieldViolation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Target tracking: as many workers as keep each at no more than a number of requests a minute.
 *
 * @param minInstanceCount at least 1
 * @param maxInstanceCount at most 100
 * @param targetInvocationsPerInstance a minute; AWS's {@code SageMakerVariantInvocationsPerInstance}
 * @param scaleInCooldown the wait after any change until workers are let go
 * @param scaleOutCooldown the wait after workers were added until more are
 */
public record InstanceScaling(
        int minInstanceCount,
        int maxInstanceCount,
        double targetInvocationsPerInstance,
        Duration scaleInCooldown,
        Duration scaleOutCooldown) {
    /** What AWS waits. */
    public static final Duration COOLDOWN = Duration.ofMinutes(5);

    private static final int MOST = 100;
    private static final Duration LONGEST = Duration.ofDays(1);

    public InstanceScaling {
        List<FieldViolation> violations = new ArrayList<>();
        String field = "instanceScaling.";
        if (minInstanceCount < 1 || minInstanceCount > MOST) {
            violations.add(new FieldViolation(field + "minInstanceCount", "must be between 1 and 100"));
        }
        if (maxInstanceCount < minInstanceCount || maxInstanceCount > MOST) {
            violations.add(new FieldViolation(field + "maxInstanceCount", "must be between minInstanceCount and 100"));
        }
        if (!(targetInvocationsPerInstance > 0 && targetInvocationsPerInstance <= Float.MAX_VALUE)) {
            violations.add(new FieldViolation(
                    field + "targetInvocationsPerInstance", "must be a number of requests a minute above 0"));
        }
        check(field + "scaleInCooldown", scaleInCooldown, violations);
        check(field + "scaleOutCooldown", scaleOutCooldown, violations);
        if (!violations.isEmpty()) {
            throw AtelierException.invalid(violations);
        }
    }

    /** How many workers so many requests a minute need. */
    int instances(double invocationsPerMinute) {
        return (int) Math.clamp(
                Math.ceil(invocationsPerMinute / targetInvocationsPerInstance), minInstanceCount, maxInstanceCount);
    }

    /** The number that is wanted, brought within the bounds. */
    int within(int instanceCount) {
        return Math.clamp(instanceCount, minInstanceCount, maxInstanceCount);
    }

    private static void check(String field, Duration cooldown, List<FieldViolation> violations) {
        if (cooldown.isNegative() || cooldown.compareTo(LONGEST) > 0) {
            violations.add(new FieldViolation(field, "must be a duration from PT0S to PT24H"));
        }
    }
}
