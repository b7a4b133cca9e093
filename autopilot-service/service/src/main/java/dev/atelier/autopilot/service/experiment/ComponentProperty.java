package dev.atelier.autopilot.service.experiment;

import dev.atelier.api.error.AtelierException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A property that trial components are searched and sorted by, as an SQL expression over {@code c}. */
sealed interface ComponentProperty {
    Map<String, String> TEXTS = Map.of(
            "trialComponentName", "c.component_name",
            "displayName", "c.display_name",
            "status", "c.primary_status",
            "source", "c.source");
    Map<String, String> TIMES = Map.of(
            "creationTime", "c.creation_time",
            "startTime", "c.start_time",
            "endTime", "c.end_time",
            "lastModifiedTime", "c.last_modified_time");
    Map<String, String> PARENTS = Map.of("experimentName", "e.experiment_name", "trialName", "t.trial_name");
    Map<String, String> STATISTICS =
            Map.of("last", "last_value", "min", "minimum", "max", "maximum", "avg", "mean", "count", "observations");

    /** A column of text. */
    record Text(String column) implements ComponentProperty {}

    /** A column of time. */
    record Time(String column) implements ComponentProperty {}

    /** The name of a trial or experiment that it is part of; there may be several. */
    record Parent(String column) implements ComponentProperty {}

    /** An entry of the parameters: a string or a number. */
    record Parameter(String name) implements ComponentProperty {}

    /** A number of a metric's summary. */
    record Metric(String name, String column) implements ComponentProperty {}

    /**
     * Reads a property's name.
     *
     * @param field of the request, for the error
     */
    static ComponentProperty of(String field, @Nullable String name) {
        if (name == null || name.isEmpty()) {
            throw AtelierException.invalid(field, "is required");
        }
        String text = TEXTS.get(name);
        if (text != null) {
            return new Text(text);
        }
        String time = TIMES.get(name);
        if (time != null) {
            return new Time(time);
        }
        String parent = PARENTS.get(name);
        if (parent != null) {
            return new Parent(parent);
        }
        if (name.startsWith("parameters.")) {
            return new Parameter(name.substring("parameters.".length()));
        }
        if (name.startsWith("metrics.")) {
            return metric(name.substring("metrics.".length()));
        }
        throw AtelierException.invalid(
                field,
                "'%s' is not a property; known are %s, parameters.NAME and metrics.NAME"
                        .formatted(name, String.join(", ", known())));
    }

    private static Metric metric(String name) {
        int dot = name.lastIndexOf('.');
        String column = dot < 0 ? null : STATISTICS.get(name.substring(dot + 1));
        return column == null ? new Metric(name, "last_value") : new Metric(name.substring(0, dot), column);
    }

    private static List<String> known() {
        return Stream.of(TEXTS, TIMES, PARENTS)
                .flatMap(names -> names.keySet().stream())
                .sorted()
                .toList();
    }
}
