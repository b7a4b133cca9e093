package dev.atelier.autopilot.worker.monitor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.autopilot.worker.artefact.Model;
import dev.atelier.autopilot.worker.artefact.ModelManifest;
import dev.atelier.autopilot.worker.data.CsvFile;
import dev.atelier.autopilot.worker.data.CsvReader;
import dev.atelier.autopilot.worker.data.Values;
import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.metric.Metric;
import dev.atelier.autopilot.worker.metric.Scores;
import dev.atelier.autopilot.worker.metric.Threshold;
import dev.atelier.autopilot.worker.serve.InputException;
import dev.atelier.autopilot.worker.serve.LabelledTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Measures a model on rows whose outcome has become known, in the form of SageMaker Model Monitor's model quality. */
final class QualityChecks {

    /** How many standard deviations of the folds a metric may fall before it counts. */
    private static final double SPREAD = 3;
    /** And by how much at least, as a share of the baseline. */
    private static final double LEAST_FALL = 0.02;

    private static final long MAX_BYTES = 4L << 30;

    private final ModelManifest manifest;
    private final Map<String, MonitorRequest.Measured> baseline;

    QualityChecks(ModelManifest manifest, Map<String, MonitorRequest.Measured> baseline) {
        this.manifest = manifest;
        this.baseline = baseline;
    }

    /** What was measured. */
    record Measurement(int rows, Map<Metric, Double> metrics) {}

    /** Predicts all rows that have a target; what they say nothing of is not measured. */
    static Measurement measure(Model model, Path input) throws IOException {
        ModelManifest manifest = model.manifest();
        LabelledTable table;
        try (CsvReader reader = CsvFile.open(input, MAX_BYTES).reader(StandardCharsets.UTF_8)) {
            table = LabelledTable.read(manifest, reader);
        }
        double[] target = new double[table.targets().size()];
        for (int i = 0; i < target.length; i++) {
            String text = table.targets().get(i);
            target[i] = manifest.problemType().isClassification()
                    ? manifest.classes().indexOf(text)
                    : Values.number(text);
            if ((target[i] < 0 && manifest.problemType().isClassification()) || Double.isNaN(target[i])) {
                throw new InputException("Row " + (i + 1) + " has '" + text + "' as '" + manifest.target()
                        + "', which the model does not know.");
            }
        }
        double threshold = manifest.threshold() == null ? Threshold.HALF : manifest.threshold();
        Scores scores = new Scores(manifest.problemType(), manifest.classes().size());
        Map<Metric, Double> measured = scores.compute(target, model.predict(table.table()), threshold);
        scores.undefined(target).forEach(measured::remove);
        return new Measurement(target.length, measured);
    }

    ObjectNode statistics(Measurement measurement) {
        ObjectNode root = Json.mapper().createObjectNode();
        root.put("version", 0.0);
        root.putObject("dataset").put("item_count", measurement.rows());
        ObjectNode metrics = root.putObject(group() + "_metrics");
        names(measurement.metrics().keySet())
                .forEach((name, metric) -> metrics.putObject(name)
                        .put("value", measurement.metrics().get(metric))
                        .put("standard_deviation", spread(metric)));
        return root;
    }

    ObjectNode constraints() {
        ObjectNode root = Json.mapper().createObjectNode();
        root.put("version", 0.0);
        ObjectNode constraints = root.putObject(group() + "_constraints");
        names(Metric.of(manifest.problemType())).forEach((name, metric) -> {
            if (baseline.containsKey(metric.label())) {
                constraints
                        .putObject(name)
                        .put("threshold", limit(metric))
                        .put(
                                "comparison_operator",
                                metric.higherIsBetter() ? "LessThanThreshold" : "GreaterThanThreshold");
            }
        });
        return root;
    }

    List<Violation> violations(Measurement measurement) {
        List<Violation> violations = new ArrayList<>();
        names(measurement.metrics().keySet()).forEach((name, metric) -> {
            if (baseline.containsKey(metric.label())) {
                double value = measurement.metrics().get(metric);
                double limit = limit(metric);
                if (metric.higherIsBetter() ? value < limit : value > limit) {
                    String operator = metric.higherIsBetter() ? "LessThanThreshold" : "GreaterThanThreshold";
                    violations.add(new Violation(
                            null,
                            name,
                            operator,
                            String.format(
                                    Locale.ROOT, "Metric %s with %.6f was %s '%.6f'", name, value, operator, limit)));
                }
            }
        });
        return violations;
    }

    /** Three standard deviations of the folds, and at least 2 %, on the bad side of what was measured when it was trained. */
    private double limit(Metric metric) {
        double value = baseline.get(metric.label()).value();
        double slack = Math.max(SPREAD * spread(metric), LEAST_FALL * Math.abs(value));
        return metric.higherIsBetter() ? value - slack : value + slack;
    }

    private double spread(Metric metric) {
        MonitorRequest.Measured measured = baseline.get(metric.label());
        return measured == null ? 0 : measured.standardDeviation();
    }

    private String group() {
        return switch (manifest.problemType()) {
            case BINARY_CLASSIFICATION -> "binary_classification";
            case MULTICLASS_CLASSIFICATION -> "multiclass_classification";
            case REGRESSION -> "regression";
        };
    }

    /** SageMaker's names of the metrics, in order. */
    private Map<String, Metric> names(Iterable<Metric> metrics) {
        Map<String, Metric> names = new TreeMap<>();
        for (Metric metric : metrics) {
            names.put(
                    switch (metric.label()) {
                        case "F1" -> "f1";
                        case "F1macro" -> "f1_macro";
                        case "AUC" -> "auc";
                        case "BalancedAccuracy" -> "balanced_accuracy";
                        case "LogLoss" -> "log_loss";
                        case "PrecisionMacro" -> "precision_macro";
                        case "RecallMacro" -> "recall_macro";
                        default -> metric.label().toLowerCase(Locale.ROOT);
                    },
                    metric);
        }
        return names;
    }
}
