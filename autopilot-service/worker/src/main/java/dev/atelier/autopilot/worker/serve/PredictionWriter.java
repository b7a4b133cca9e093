package dev.atelier.autopilot.worker.serve;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.atelier.autopilot.worker.artefact.ModelManifest;
import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.metric.Confusion;
import dev.atelier.autopilot.worker.metric.Threshold;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
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
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = Json.mapper().getFactory().createGenerator(bytes)) {
            out.writeStartObject();
            out.writeArrayFieldStart("predictions");
            for (int row = 0; row < rows; row++) {
                out.writeStartObject();
                if (manifest.problemType() == ProblemType.REGRESSION) {
                    out.writeNumberField("value", predictions[row]);
                } else {
                    write(out, probabilities(predictions, row));
                }
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private void write(JsonGenerator out, double[] probabilities) throws IOException {
        int label = label(probabilities);
        out.writeStringField("label", manifest.classes().get(label));
        out.writeNumberField("probability", probabilities[label]);
        out.writeObjectFieldStart("probabilities");
        for (int k = 0; k < classes; k++) {
            out.writeNumberField(manifest.classes().get(k), probabilities[k]);
        }
        out.writeEndObject();
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
