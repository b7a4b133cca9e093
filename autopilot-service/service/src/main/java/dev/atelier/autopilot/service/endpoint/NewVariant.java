package dev.atelier.autopilot.service.endpoint;

import dev.atelier.api.error.FieldViolation;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A variant that a caller asks for; null means that it was left out.
 *
 * @param name "AllTraffic" when null
 * @param candidateName the best of the job when null
 * @param instanceType "ml.m5.large" when null
 * @param instanceCount 1 when null
 * @param weight 1 when null
 * @param scaling instanceCount stays as it is when null
 */
public record NewVariant(
        @Nullable String name,
        @Nullable String jobName,
        @Nullable String candidateName,
        @Nullable String instanceType,
        @Nullable Integer instanceCount,
        @Nullable Double weight,
        @Nullable InstanceScaling scaling) {
    /** Nothing was asked for. */
    public static final NewVariant NONE = new NewVariant(null, null, null, null, null, null, null);

    private static final String DEFAULT_NAME = "AllTraffic";
    private static final String DEFAULT_INSTANCE_TYPE = "ml.m5.large";
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}");
    private static final int MAX_COUNT = 100;

    String nameOrDefault() {
        return name == null || name.isBlank() ? DEFAULT_NAME : name;
    }

    String instanceTypeOrDefault() {
        return instanceType == null || instanceType.isBlank() ? DEFAULT_INSTANCE_TYPE : instanceType;
    }

    int instanceCountOrDefault() {
        int count = instanceCount == null ? 1 : instanceCount;
        return scaling == null ? count : scaling.within(count);
    }

    double weightOrDefault() {
        return weight == null ? 1 : weight;
    }

    void check(String field, List<FieldViolation> violations) {
        if (!NAME.matcher(nameOrDefault()).matches()) {
            violations.add(new FieldViolation(field + "variantName", "must be 1 to 63 letters, digits and hyphens"));
        }
        if (jobName == null || jobName.isBlank()) {
            violations.add(new FieldViolation(field + "autoMlJobName", "is required"));
        }
        checkCount(field, instanceCount, violations);
        checkWeight(field, weight, violations);
    }

    static void checkCount(String field, @Nullable Integer count, List<FieldViolation> violations) {
        if (count != null && (count < 1 || count > MAX_COUNT)) {
            violations.add(new FieldViolation(field + "instanceCount", "must be between 1 and 100"));
        }
    }

    static void checkWeight(String field, @Nullable Double weight, List<FieldViolation> violations) {
        if (weight != null && !(weight >= 0 && weight <= Float.MAX_VALUE)) {
            violations.add(new FieldViolation(field + "weight", "must be a number that is not negative"));
        }
    }
}
