package dev.atelier.autopilot.worker.monitor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.autopilot.worker.data.DistinctCount;
import dev.atelier.autopilot.worker.data.Values;
import dev.atelier.autopilot.worker.job.Json;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of a column, value by value, in the form of SageMaker Model Monitor's statistics. */
final class FeatureStatistics {

    private static final int BUCKETS = 10;
    /** Values beyond so many different ones are counted together: columns of them are not compared by value. */
    private static final int MOST_VALUES = 2000;

    private static final int LISTED = 100;

    private final String name;
    private final KllSketch sketch = new KllSketch();
    private final Map<String, Long> values = new HashMap<>();
    private long missing;
    private long present;
    private long integral;
    private final DistinctCount others = new DistinctCount();
    private long uncounted;
    private double mean;
    private double squares;
    private double minimum = Double.POSITIVE_INFINITY;
    private double maximum = Double.NEGATIVE_INFINITY;

    FeatureStatistics(String name) {
        this.name = name;
    }

    void add(@Nullable String text) {
        if (text == null || Values.isMissing(text)) {
            missing++;
            return;
        }
        present++;
        if (values.size() < MOST_VALUES || values.containsKey(text)) {
            values.merge(text, 1L, Long::sum);
        } else {
            uncounted++;
            others.add(text);
        }
        double number = Values.number(text);
        if (Double.isFinite(number)) {
            sketch.add(number);
            double before = mean;
            mean += (number - mean) / sketch.count();
            squares += (number - before) * (number - mean);
            minimum = Math.min(minimum, number);
            maximum = Math.max(maximum, number);
            integral += number == Math.rint(number) ? 1 : 0;
        }
    }

    String name() {
        return name;
    }

    long present() {
        return present;
    }

    long numbers() {
        return sketch.count();
    }

    KllSketch sketch() {
        return sketch;
    }

    Map<String, Long> values() {
        return values;
    }

    /** Whether the counts of the values say everything. */
    boolean countedWhole() {
        return uncounted == 0;
    }

    boolean nonNegative() {
        return sketch.count() > 0 && minimum >= 0;
    }

    double minimum() {
        return minimum;
    }

    double maximum() {
        return maximum;
    }

    /** The share of rows that have a value. */
    double completeness() {
        long rows = present + missing;
        return rows == 0 ? 1 : (double) present / rows;
    }

    /** The type that most values have; SageMaker's names. */
    InferredType type() {
        if (present == 0) {
            return InferredType.UNKNOWN;
        }
        if (2 * sketch.count() < present) {
            return InferredType.STRING;
        }
        return integral == sketch.count() ? InferredType.INTEGRAL : InferredType.FRACTIONAL;
    }

    ObjectNode toJson() {
        ObjectNode feature = Json.mapper().createObjectNode();
        InferredType type = type();
        feature.put("name", name).put("inferred_type", type.label());
        if (type.isNumber()) {
            numerical(feature.putObject("numerical_statistics"));
        } else {
            ObjectNode statistics = feature.putObject("string_statistics");
            common(statistics);
            statistics.put("distinct_count", values.size() + others.count());
            ArrayNode buckets = statistics
                    .putObject("distribution")
                    .putObject("categorical")
                    .putArray("buckets");
            List<Map.Entry<String, Long>> frequent = values.entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                    .limit(LISTED)
                    .toList();
            frequent.forEach(
                    entry -> buckets.addObject().put("value", entry.getKey()).put("count", entry.getValue()));
        }
        return feature;
    }

    private void numerical(ObjectNode statistics) {
        common(statistics);
        long count = sketch.count();
        statistics
                .put("mean", mean)
                .put("sum", mean * count)
                .put("std_dev", Math.sqrt(squares / count))
                .put("min", minimum)
                .put("max", maximum);
        ObjectNode kll = statistics.putObject("distribution").putObject("kll");
        double[] bounds = new double[BUCKETS + 1];
        double width = (maximum - minimum) / BUCKETS;
        for (int i = 0; i <= BUCKETS; i++) {
            bounds[i] = i == BUCKETS ? maximum : minimum + i * width;
        }
        long[] counts = sketch.counts(bounds);
        ArrayNode buckets = kll.putArray("buckets");
        for (int i = 0; i < BUCKETS; i++) {
            buckets.addObject()
                    .put("lower_bound", bounds[i])
                    .put("upper_bound", bounds[i + 1])
                    .put("count", (double) counts[i]);
        }
        ObjectNode parameters = kll.putObject("sketch").putObject("parameters");
        parameters.put("c", KllSketch.C).put("k", (double) KllSketch.K);
        ArrayNode data = ((ObjectNode) kll.get("sketch")).putArray("data");
        for (double[] level : sketch.data()) {
            ArrayNode items = data.addArray();
            for (double item : level) {
                items.add(item);
            }
        }
    }

    private void common(ObjectNode statistics) {
        statistics.putObject("common").put("num_present", present).put("num_missing", missing);
    }
}
