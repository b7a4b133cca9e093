package dev.atelier.autopilot.service.experiment;

import dev.atelier.api.error.AtelierException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a trial component stands.
 *
 * @param primaryStatus one of {@link #PRIMARY}
 * @param message in words, at most 1,024 characters; may be empty
 */
@RegisterForReflection
public record ComponentStatus(
        @Nullable String primaryStatus, @Nullable String message) {
    /** SageMaker's TrialComponentPrimaryStatus. */
    public static final List<String> PRIMARY = List.of("InProgress", "Completed", "Failed", "Stopping", "Stopped");

    private static final int MAX_MESSAGE = 1024;

    ComponentStatus checked() {
        if (primaryStatus == null || !PRIMARY.contains(primaryStatus)) {
            throw AtelierException.invalid("status.primaryStatus", "must be one of " + String.join(", ", PRIMARY));
        }
        if (messageOrEmpty().length() > MAX_MESSAGE) {
            throw AtelierException.invalid("status.message", "must be at most 1024 characters");
        }
        return this;
    }

    /** The message; "" without one. */
    public String messageOrEmpty() {
        return message == null ? "" : message;
    }
}
