package dev.atelier.autopilot.worker.serve;

import dev.atelier.autopilot.worker.artefact.ModelManifest;
import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.metric.Confusion;
import dev.atelier.autopilot.worker.metric.Threshold;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Predictions as JSON or CSV. Numbers are written so that they read back as the same double. */
final class PredictionWriter {

    private final ModelManifest manifest;
    private final int classes;

    PredictionWriter(ModelManifest manifest) {
        this.manifest = manifest;
        this.classes = manifest.classes().size();
    }

    byte[] json(double[] predictions) throws IOException {
        int rows = predictions.length / manifest.outputs();
        List<Map<String, Object>> list = new ArrayList<>(rows);
        for (int row = 0; row < rows; row++) {
            Map<String, Object> prediction = new LinkedHashMap<>();
            if (manifest.problemType() == ProblemType.REGRESSION) {
                prediction.put("value", predictions[row]);
            } else {
                double[] probabilities = probabilities(predictions, row);
                int label = label(probabilities);
                Map<String, Double> byClass = new LinkedHashMap<>();
                for (int k = 0; k < classes; k++) {
                    byClass.put(manifest.classes().get(k), probabilities[k]);
                }
                prediction.put("label", manifest.classes().get(label));
                prediction.put("probability", probabilities[label]);
                prediction.put("probabilities", byClass);
            }
            list.add(prediction);
        }
        return Json.compact(Map.of("predictions", list));
    }

    String csv(double[] predictions, boolean header) {
        StringBuilder text = new StringBuilder();
        if (header) {
            text.append(header()).append('\n');
        }
        int rows = predictions.length / manifest.outputs();
        for (int row = 0; row < rows; row++) {
            if (manifest.problemType() == ProblemType.REGRESSION) {
                text.append(predictions[row]);
            } else {
                double[] probabilities = probabilities(predictions, row);
                int label = label(probabilities);
                text.append(quoted(manifest.classes().get(label))).append(',').append(probabilities[label]);
                for (double probability : probabilities) {
                    text.append(',').append(probability);
                }
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** Values as a record of CSV, without the line break. */
    static String line(List<String> values) {
        return values.stream().map(PredictionWriter::quoted).collect(Collectors.joining(","));
    }

    String header() {
        if (manifest.problemType() == ProblemType.REGRESSION) {
            return "predicted_value";
        }
        StringBuilder header = new StringBuilder("predicted_label,probability");
        manifest.classes().forEach(label -> header.append(',').append(quoted("probability_" + label)));
        return header.toString();
    }

    private double[] probabilities(double[] predictions, int row) {
        if (manifest.problemType() == ProblemType.BINARY_CLASSIFICATION) {
            return new double[] {1 - predictions[row], predictions[row]};
        }
        double[] probabilities = new double[classes];
        System.arraycopy(predictions, row * classes, probabilities, 0, classes);
        return probabilities;
    }

    private int label(double[] probabilities) {
        if (manifest.problemType() == ProblemType.BINARY_CLASSIFICATION) {
            Double threshold = manifest.threshold();
            return probabilities[1] >= (threshold == null ? Threshold.HALF : threshold) ? 1 : 0;
        }
        return Confusion.mostProbable(probabilities, 0, classes);
    }

    private static String quoted(String value) {
        boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                && value.equals(value.strip());
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
