package dev.atelier.autopilot.service.experiment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.atelier.api.error.AtelierException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A search for trial components: all filters hold.
 *
 * @param sortBy a property; creationTime when null
 * @param ascending the order; the newest or greatest first otherwise
 */
public record ComponentQuery(
        @Nullable String domainId,
        @Nullable String userProfileName,
        List<Filter> filters,
        @Nullable String sortBy,
        boolean ascending) {
    private static final int MAX_FILTERS = 20;

    public ComponentQuery {
        filters = List.copyOf(filters);
        if (filters.size() > MAX_FILTERS) {
            throw AtelierException.invalid("filters", "must have at most 20 entries");
        }
    }

    /**
     * A condition on a property.
     *
     * @param name {@code trialComponentName}, {@code displayName}, {@code status}, {@code source}, {@code experimentName}, {@code
     *     trialName}, {@code creationTime}, {@code startTime}, {@code endTime}, {@code lastModifiedTime}, {@code parameters.NAME}
     *     or {@code metrics.NAME} with {@code .last} (when absent), {@code .min}, {@code .max}, {@code .avg} or {@code .count}
     * @param operator SageMaker's; Equals when null
     * @param value for all operators but Exists and NotExists; a list separated by commas for In
     */
    @RegisterForReflection
    public record Filter(
            @Nullable String name,
            @Nullable Operator operator,
            @Nullable String value) {}

    /** SageMaker's Operator; NotEquals holds as well where the property is absent. */
    public enum Operator {
        EQUALS("Equals", "="),
        NOT_EQUALS("NotEquals", "is distinct from"),
        GREATER_THAN("GreaterThan", ">"),
        GREATER_THAN_OR_EQUAL_TO("GreaterThanOrEqualTo", ">="),
        LESS_THAN("LessThan", "<"),
        LESS_THAN_OR_EQUAL_TO("LessThanOrEqualTo", "<="),
        CONTAINS("Contains", ""),
        EXISTS("Exists", ""),
        NOT_EXISTS("NotExists", ""),
        IN("In", "");

        private final String label;
        private final String sql;

        Operator(String label, String sql) {
            this.label = label;
            this.sql = sql;
        }

        /** The name on the wire. */
        @JsonValue
        public String label() {
            return label;
        }

        String sql() {
            return sql;
        }

        /** Reads the name on the wire. */
        @JsonCreator
        public static Operator ofLabel(String label) {
            for (Operator operator : values()) {
                if (operator.label.equals(label)) {
                    return operator;
                }
            }
            throw AtelierException.invalid(
                    "filters.operator",
                    "must be one of "
                            + String.join(
                                    ", ",
                                    Arrays.stream(values()).map(Operator::label).toList()));
        }
    }
}
