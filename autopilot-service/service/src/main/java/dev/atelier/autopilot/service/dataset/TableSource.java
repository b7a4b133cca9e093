package dev.atelier.autopilot.service.dataset;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.error.FieldViolation;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a caller says that a table lies: one of the three; null or empty for the others.
 *
 * @param datasetId a stored data set
 * @param homePath a CSV in the owner's home directory
 * @param inputUri a CSV as {@code s3://bucket/key} or {@code file:///path}
 */
@RegisterForReflection
public record TableSource(
        @Nullable String datasetId,
        @Nullable String homePath,
        @Nullable String inputUri) {
    /** Nowhere. */
    public static final TableSource NONE = new TableSource(null, null, null);

    /** Whether it says anything. */
    public boolean given() {
        return all().anyMatch(TableSource::given);
    }

    /** Whether it must be fetched from somewhere first. */
    boolean arrives() {
        return given() && !given(datasetId);
    }

    /**
     * Adds what is wrong with it.
     *
     * @param field of the request that it is in; empty for the request itself
     */
    public void check(String field, List<FieldViolation> violations) {
        if (all().filter(TableSource::given).count() != 1) {
            violations.add(new FieldViolation(
                    within(field, "datasetId"), "give exactly one of datasetId, homePath and inputUri"));
        } else if (given(inputUri)) {
            try {
                location(field);
            } catch (AtelierException e) {
                violations.addAll(e.violations());
            }
        }
    }

    /** Where the table lies when it is not a stored data set. */
    InputLocation location(String field) {
        return given(inputUri)
                ? InputLocation.of(within(field, "inputUri"), String.valueOf(inputUri))
                : new InputLocation.Home(String.valueOf(homePath));
    }

    private static String within(String field, String member) {
        return field.isEmpty() ? member : field + "." + member;
    }

    private Stream<@Nullable String> all() {
        return Stream.of(datasetId, homePath, inputUri);
    }

    private static boolean given(@Nullable String text) {
        return text != null && !text.isBlank();
    }
}
