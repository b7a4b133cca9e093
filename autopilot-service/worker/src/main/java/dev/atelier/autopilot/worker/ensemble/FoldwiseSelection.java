package dev.atelier.autopilot.worker.ensemble;

import dev.atelier.autopilot.worker.data.Dataset;
import dev.atelier.autopilot.worker.data.Folds;
import dev.atelier.autopilot.worker.job.Failure;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.job.StepException;
import dev.atelier.autopilot.worker.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Selects weights on all rows for serving, and once more without each fold, so that what is measured on a fold does not depend on weights that were chosen
 * with it.
 */
final class FoldwiseSelection {

    /** Weights for serving, the predictions they give, and the predictions to be measured. */
    static final class Selected {

        private final double[] weights;
        private final double[] served;
        private final double[] measured;

        private Selected(double[] weights, double[] served, double[] measured) {
            this.weights = weights;
            this.served = served;
            this.measured = measured;
        }

        double[] weights() {
            return weights;
        }

        double[] served() {
            return served;
        }

        double[] measured() {
            return measured;
        }
    }

    private final ProblemType type;
    private final int classes;
    private final Metric objective;
    private final Folds folds;
    private final Dataset data;
    private final int threads;

    FoldwiseSelection(ProblemType type, int classes, Metric objective, Folds folds, Dataset data, int threads) {
        this.type = type;
        this.classes = classes;
        this.objective = objective;
        this.folds = folds;
        this.data = data;
        this.threads = threads;
    }

    /** What models predict: for the weights that are chosen without a fold and measured on it, and for those that serve. */
    interface Predictions {

        List<double[]> without(int fold);

        List<double[]> all();
    }

    /** Predictions that are the same for all folds. */
    Selected select(List<double[]> models) {
        return select(new Predictions() {
            @Override
            public List<double[]> without(int fold) {
                return models;
            }

            @Override
            public List<double[]> all() {
                return models;
            }
        });
    }

    Selected select(Predictions models) {
        int[] all = folds.measuredRows();
        try (ExecutorService executor = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().factory())) {
            Future<double[]> overall = executor.submit(() -> weights(models.all(), all));
            List<Future<double[]>> foldwise = new ArrayList<>();
            for (int fold = 0; fold < folds.count(); fold++) {
                int without = fold;
                int[] others = folds.otherRows(fold);
                foldwise.add(executor.submit(() -> weights(models.without(without), others)));
            }
            double[] weights = overall.get();
            double[] served = new double[models.all().getFirst().length];
            blend(models.all(), weights, all, served);
            double[] measured = new double[served.length];
            for (int fold = 0; fold < folds.count(); fold++) {
                blend(models.without(fold), foldwise.get(fold).get(), folds.validationRows(fold), measured);
            }
            return new Selected(weights, served, measured);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new StepException(Failure.Code.INTERNAL, "The selection failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StepException(Failure.Code.INTERNAL, "Interrupted.", e);
        }
    }

    private double[] weights(List<double[]> models, int[] rows) {
        return new BaggedSelection(type, classes, objective, folds, data).weights(models, rows);
    }

    private void blend(List<double[]> models, double[] weights, int[] rows, double[] out) {
        int outputs = type.outputs(classes);
        for (int m = 0; m < weights.length; m++) {
            if (weights[m] > 0) {
                double[] model = models.get(m);
                for (int row : rows) {
                    for (int k = row * outputs; k < (row + 1) * outputs; k++) {
                        out[k] += weights[m] * model[k];
                    }
                }
            }
        }
    }
}
