package dev.atelier.autopilot.worker.learner;

import dev.atelier.autopilot.worker.feature.FeatureStyle;
import dev.atelier.autopilot.worker.feature.Matrix;
import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.job.Failure;
import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.job.StepException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Linear, logistic and softmax regression with an elastic-net penalty (Zou and Hastie 2005): a path of falling penalties with warm starts (Friedman, Hastie
 * and Tibshirani 2010), of which the one with the least validation loss is kept.
 */
public final class LinearLearner implements Learner {

    private static final double[] PATH = {1, 0.3, 0.1, 0.03, 0.01, 3e-3, 1e-3, 3e-4, 1e-4, 1e-5};
    private static final double[] SHORT_PATH = {0.1, 0.01, 1e-3, 1e-4, 1e-5};
    private static final double MUCH_WORK = 5e6;
    private static final int MAX_ITERATIONS = 60;
    private static final int SHORT_ITERATIONS = 30;
    private static final double TOLERANCE = 1e-5;
    private static final int PATIENCE = 2;

    /** The weights as JSON: a row an output, the intercept last; a regression's target was centred and scaled. */
    record Weights(List<List<Double>> weights, double centre, double scale) {}

    @Override
    public FeatureStyle style() {
        return FeatureStyle.LINEAR;
    }

    @Override
    public String extension() {
        return "json";
    }

    @Override
    public Fit fit(FitTask task) {
        boolean regression = task.type() == ProblemType.REGRESSION;
        double[] target = task.training().target();
        double centre = regression ? mean(target) : 0;
        double scale = regression ? deviation(target, centre) : 1;
        double[] scaled = regression
                ? Arrays.stream(target).map(value -> (value - centre) / scale).toArray()
                : target;
        int outputs = task.type().outputs(task.classes());
        LinearObjective objective = new LinearObjective(
                task.type(),
                outputs,
                task.training().matrix(),
                scaled,
                task.training().weights());
        Matrix matrix = task.training().matrix();
        boolean large = (double) matrix.rows() * matrix.columns() * outputs > MUCH_WORK;
        double[] weights = new double[objective.size()];
        double[] best = weights;
        double bestLoss = Double.POSITIVE_INFINITY;
        int worse = 0;
        int steps = 0;
        int bestStep = 0;
        double[] path = large ? SHORT_PATH : PATH;
        int most = Math.min(path.length, task.parameters().integer(Parameters.ROUNDS, path.length));
        boolean finished = true;
        double ratio = task.parameters().number("l1_ratio", 0.1);
        OwlQn solver = new OwlQn(objective, large ? SHORT_ITERATIONS : MAX_ITERATIONS, TOLERANCE);
        Deadline deadline = task.deadline();
        while (steps < most) {
            double strength = path[steps];
            finished = solver.minimise(weights, strength * ratio, strength * (1 - ratio), deadline);
            double[] predicted = Model.predict(
                    weights,
                    outputs,
                    task.type(),
                    centre,
                    scale,
                    task.validation().matrix());
            double loss = task.validationLoss(predicted);
            steps++;
            if (loss < bestLoss) {
                bestLoss = loss;
                best = weights.clone();
                bestStep = steps;
                worse = 0;
            } else {
                worse++;
            }
            task.progress().round(steps, regression ? "MSE" : "LogLoss", loss, bestLoss);
            if (!finished || worse >= PATIENCE) {
                break;
            }
        }
        if (!finished && steps < 2) {
            throw new StepException(Failure.Code.DEADLINE_EXCEEDED, "The fold's time was over before a solution.");
        }
        return new Fit(new Model(best, outputs, task.type(), centre, scale), bestStep, !finished);
    }

    @Override
    public FittedModel load(byte[] bytes, ProblemType type, int classes) {
        try {
            Weights weights = Json.read(bytes, Weights.class);
            double[] flat = weights.weights().stream()
                    .flatMapToDouble(row -> row.stream().mapToDouble(Double::doubleValue))
                    .toArray();
            return new Model(flat, type.outputs(classes), type, weights.centre(), weights.scale());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double mean(double[] values) {
        return DoubleStream.of(values).average().orElse(0);
    }

    private static double deviation(double[] values, double mean) {
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double deviation = Math.sqrt(squares / values.length);
        return deviation > 0 ? deviation : 1;
    }

    private static final class Model implements FittedModel {

        private final double[] weights;
        private final int outputs;
        private final ProblemType type;
        private final double centre;
        private final double scale;

        Model(double[] weights, int outputs, ProblemType type, double centre, double scale) {
            this.weights = weights;
            this.outputs = outputs;
            this.type = type;
            this.centre = centre;
            this.scale = scale;
        }

        @Override
        public double[] predict(Matrix matrix) {
            return predict(weights, outputs, type, centre, scale, matrix);
        }

        static double[] predict(
                double[] weights, int outputs, ProblemType type, double centre, double scale, Matrix matrix) {
            int columns = matrix.columns();
            double[] values = new double[matrix.rows() * outputs];
            for (int i = 0; i < matrix.rows(); i++) {
                for (int k = 0; k < outputs; k++) {
                    values[i * outputs + k] =
                            LinearObjective.score(weights, k * (columns + 1), matrix.values(), i * columns, columns);
                }
                switch (type) {
                    case BINARY_CLASSIFICATION -> values[i] = LinearObjective.sigmoid(values[i]);
                    case MULTICLASS_CLASSIFICATION -> LinearObjective.softmax(values, i * outputs, outputs);
                    case REGRESSION -> values[i] = values[i] * scale + centre;
                }
            }
            return values;
        }

        @Override
        public byte[] bytes() {
            int stride = weights.length / outputs;
            List<List<Double>> rows = java.util.stream.IntStream.range(0, outputs)
                    .mapToObj(k -> Arrays.stream(weights, k * stride, (k + 1) * stride)
                            .boxed()
                            .toList())
                    .toList();
            try {
                return Json.bytes(new Weights(rows, centre, scale));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            // Nothing is held outside the heap.
        }
    }
}
