package dev.atelier.autopilot.service.support;

import dev.atelier.api.error.AtelierException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rule for names that callers choose, as SageMaker has it: letters, digits and single hyphens inside. */
public final class ResourceName {
    private static final Pattern PATTERN = Pattern.compile("[a-zA-Z0-9](-*[a-zA-Z0-9])*");

    private ResourceName() {}

    /**
     * Checks a name.
     *
     * @param field how the request calls it
     * @return the name
     * @throws AtelierException VALIDATION when it is missing, too long or has other characters
     */
    public static String check(String field, @Nullable String name, int maxLength) {
        if (name == null || name.isEmpty()) {
            throw AtelierException.invalid(field, "is required");
        }
        if (name.length() > maxLength || !PATTERN.matcher(name).matches()) {
            throw AtelierException.invalid(
                    field,
                    "must be 1 to %d letters, digits and hyphens, beginning and ending with a letter or digit"
                            .formatted(maxLength));
        }
        return name;
    }
}
