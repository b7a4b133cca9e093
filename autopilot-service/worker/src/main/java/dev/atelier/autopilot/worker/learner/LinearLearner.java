package dev.atelier.autopilot.worker.learner;

import dev.atelier.autopilot.worker.feature.FeatureStyle;
import dev.atelier.autopilot.worker.feature.Matrix;
import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.job.Failure;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.job.StepException;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * Linear, logistic and softmax regression with an elastic-net penalty (Zou and Hastie 2005): a path of falling penalties with warm starts (Friedman, Hastie
 * and Tibshirani 2010), of which the one with the least validation loss is kept. With {@code degree} 2 columns also come as squares and {@link ColumnProducts}.
 */
public final class LinearLearner implements Learner {

    private static final double[] PATH = {1, 0.3, 0.1, 0.03, 0.01, 3e-3, 1e-3, 3e-4, 1e-4, 1e-5};
    private static final double[] SHORT_PATH = {0.1, 0.01, 1e-3, 1e-4, 1e-5};
    private static final double MUCH_WORK = 5e6;
    private static final int MAX_ITERATIONS = 60;
    private static final int SHORT_ITERATIONS = 30;
    private static final double TOLERANCE = 1e-5;
    private static final int PATIENCE = 2;

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
        int outputs = task.type().outputs(task.classes());
        Loss loss = Loss.of(task.parameters());
        Scale scale = Scale.of(task.type(), loss, task.training().target());
        ColumnProducts products = task.parameters().integer("degree", 1) > 1
                ? ColumnProducts.of(task.training(), outputs)
                : ColumnProducts.NONE;
        Matrix matrix = products.apply(task.training().matrix());
        Matrix validation = products.apply(task.validation().matrix());
        LinearObjective objective = new LinearObjective(
                task.type(),
                outputs,
                loss,
                matrix,
                scale.apply(task.training().target()),
                task.training().weights());
        boolean large = (double) matrix.rows() * matrix.columns() * outputs > MUCH_WORK;
        double[] weights = new double[objective.size()];
        @Nullable LinearModel best = null;
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
            if (!finished) {
                // Weights on the way to a solution depend on the clock and would not come again.
                break;
            }
            LinearModel model = new LinearModel(
                    weights.clone(), task.type(), outputs, products, loss, scale.centre(), scale.deviation());
            double validationLoss = task.validationLoss(model.predictExpanded(validation));
            steps++;
            if (best == null || validationLoss < bestLoss) {
                bestLoss = validationLoss;
                best = model;
                bestStep = steps;
                worse = 0;
            } else {
                worse++;
            }
            task.progress().round(steps, task.type().isClassification() ? "LogLoss" : "MSE", validationLoss, bestLoss);
            if (worse >= PATIENCE) {
                break;
            }
        }
        if (best == null) {
            throw new StepException(Failure.Code.DEADLINE_EXCEEDED, "The fold's time was over before a solution.");
        }
        return new Fit(best, bestStep, !finished);
    }

    @Override
    public FittedModel load(byte[] bytes, ProblemType type, int classes) {
        return LinearModel.read(bytes, type, type.outputs(classes));
    }

    /** What a regression's target is centred and divided by; of logarithms it is only divided, by its mean. */
    private record Scale(double centre, double deviation) {

        static Scale of(ProblemType type, Loss loss, double[] target) {
            if (type.isClassification()) {
                return new Scale(0, 1);
            }
            double mean = DoubleStream.of(target).average().orElse(0);
            if (loss.logarithmic()) {
                return new Scale(0, mean > 0 ? mean : 1);
            }
            double squares = 0;
            for (double value : target) {
                squares += (value - mean) * (value - mean);
            }
            double deviation = Math.sqrt(squares / target.length);
            return new Scale(mean, deviation > 0 ? deviation : 1);
        }

        double[] apply(double[] target) {
            return DoubleStream.of(target)
                    .map(value -> (value - centre) / deviation)
                    .toArray();
        }
    }
}
