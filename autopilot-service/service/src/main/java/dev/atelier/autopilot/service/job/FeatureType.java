package dev.atelier.autopilot.service.job;

import dev.atelier.api.error.FieldViolation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a column may be read as; the labels are SageMaker's FeatureDataTypes. */
enum FeatureType {
    NUMERIC("numeric", "numeric"),
    CATEGORICAL("categorical", "categorical"),
    TEXT("text", "text"),
    DATETIME("datetime", "date");

    private final String label;
    private final String worker;

    FeatureType(String label, String worker) {
        this.label = label;
        this.worker = worker;
    }

    static Optional<FeatureType> ofLabel(String label) {
        return Stream.of(values()).filter(type -> type.label.equals(label)).findFirst();
    }

    /** As the worker calls it. */
    String worker() {
        return worker;
    }

    /** Whether it has an order, so that rows can follow each other by it. */
    private boolean ordered() {
        return this == NUMERIC || this == DATETIME;
    }

    /**
     * Adds what is wrong with types by column, without a look at the table.
     *
     * @param noFeatures columns that cannot be features
     * @param time the column by which rows follow each other; null for none
     */
    static void check(
            Map<String, String> types,
            Predicate<String> noFeatures,
            @Nullable String time,
            List<FieldViolation> violations) {
        types.forEach((column, label) -> {
            String field = field(column);
            Optional<FeatureType> type = ofLabel(label);
            if (type.isEmpty()) {
                violations.add(new FieldViolation(
                        field,
                        "must be one of "
                                + Stream.of(values()).map(known -> known.label).toList()));
            } else if (noFeatures.test(column)) {
                violations.add(new FieldViolation(field, "'%s' is no feature; leave it out".formatted(column)));
            } else if (column.equals(time) && !type.get().ordered()) {
                violations.add(new FieldViolation(
                        field, "rows follow each other by '%s'; it must be numeric or datetime".formatted(column)));
            }
        });
    }

    /** The field of a request that says what a column is read as. */
    static String field(String column) {
        return "featureTypes." + column;
    }
}
