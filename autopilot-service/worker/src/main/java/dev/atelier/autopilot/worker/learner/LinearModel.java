package dev.atelier.autopilot.worker.learner;

import dev.atelier.autopilot.worker.feature.Matrix;
import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.job.ProblemType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A (generalised) linear model; its bytes are JSON. */
final class LinearModel implements FittedModel {

    /**
     * The model as JSON.
     *
     * @param weights a row an output, the intercept last
     * @param centre of a regression's target, which was centred and scaled
     * @param products null in files from before there were any
     * @param loss as the plan names it; null in files from before there was a choice
     */
    record Content(
            List<List<Double>> weights,
            double centre,
            double scale,
            @Nullable ColumnProducts products,
            @Nullable String loss) {}

    private final double[] weights;
    private final ProblemType type;
    private final int outputs;
    private final ColumnProducts products;
    private final Loss loss;
    private final double centre;
    private final double scale;

    /** Weights are one block an output, the intercept last. */
    LinearModel(
            double[] weights,
            ProblemType type,
            int outputs,
            ColumnProducts products,
            Loss loss,
            double centre,
            double scale) {
        this.weights = weights;
        this.type = type;
        this.outputs = outputs;
        this.products = products;
        this.loss = loss;
        this.centre = centre;
        this.scale = scale;
    }

    static LinearModel read(byte[] bytes, ProblemType type, int outputs) {
        try {
            Content content = Json.read(bytes, Content.class);
            double[] flat = content.weights().stream()
                    .flatMapToDouble(row -> row.stream().mapToDouble(Double::doubleValue))
                    .toArray();
            return new LinearModel(
                    flat,
                    type,
                    outputs,
                    content.products() == null ? ColumnProducts.NONE : content.products(),
                    Loss.named(content.loss()),
                    content.centre(),
                    content.scale());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public double[] predict(Matrix matrix) {
        return predictExpanded(products.apply(matrix));
    }

    /** The predictions for rows that have their products already. */
    double[] predictExpanded(Matrix matrix) {
        int columns = matrix.columns();
        double[] values = new double[matrix.rows() * outputs];
        for (int i = 0; i < matrix.rows(); i++) {
            for (int k = 0; k < outputs; k++) {
                values[i * outputs + k] =
                        LinearObjective.score(weights, k * (columns + 1), matrix.values(), i * columns, columns);
            }
            if (type == ProblemType.REGRESSION) {
                values[i] = loss.mean(values[i]) * scale + centre;
            }
        }
        Link.of(type).apply(values, outputs);
        return values;
    }

    @Override
    public byte[] bytes() {
        int stride = weights.length / outputs;
        List<List<Double>> rows = IntStream.range(0, outputs)
                .mapToObj(k -> Arrays.stream(weights, k * stride, (k + 1) * stride)
                        .boxed()
                        .toList())
                .toList();
        try {
            return Json.bytes(new Content(rows, centre, scale, products, loss.lightGbm()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        // Nothing is held outside the heap.
    }
}
