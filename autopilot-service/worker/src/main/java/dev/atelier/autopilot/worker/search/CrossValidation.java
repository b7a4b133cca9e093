package dev.atelier.autopilot.worker.search;

import dev.atelier.autopilot.worker.artefact.BagModel.FoldModel;
import dev.atelier.autopilot.worker.data.Dataset;
import dev.atelier.autopilot.worker.data.Folds;
import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.feature.FeaturePipeline;
import dev.atelier.autopilot.worker.feature.RowTargets;
import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.job.Failure;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.job.StepException;
import dev.atelier.autopilot.worker.learner.Fit;
import dev.atelier.autopilot.worker.learner.FitTask;
import dev.atelier.autopilot.worker.learner.Learner;
import dev.atelier.autopilot.worker.learner.Parameters;
import dev.atelier.autopilot.worker.learner.Progress;
import dev.atelier.autopilot.worker.learner.Sample;
import dev.atelier.autopilot.worker.search.Plan.PlannedTrial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Trains one candidate on every fold. Folds run side by side, each with one native thread, which on a few cores is faster than threads inside a fold and
 * gives the same bits every time. The time that is left when a fold starts is shared equally by the rounds of folds that are still to come.
 */
public final class CrossValidation {

    /** Hears about folds; called from several threads. */
    public interface Listener {

        void started(int fold);

        Progress progress(int fold);

        void finished(FoldFit fit);
    }

    /** One fold's outcome: predictions for its validation rows, in their order. */
    public static final class FoldFit {

        private final int fold;
        private final FoldModel model;
        private final double[] predictions;
        private final int rounds;
        private final boolean truncated;
        private final @Nullable Integer stop;
        private final double seconds;

        private FoldFit(int fold, FeaturePipeline pipeline, Fit fit, double[] predictions, double seconds) {
            this.fold = fold;
            this.model = new FoldModel(pipeline, fit.model());
            this.predictions = predictions;
            this.rounds = fit.rounds();
            this.truncated = fit.truncated();
            this.stop = fit.stop();
            this.seconds = seconds;
        }

        public int fold() {
            return fold;
        }

        public FoldModel model() {
            return model;
        }

        public double[] predictions() {
            return predictions;
        }

        public int rounds() {
            return rounds;
        }

        public boolean truncated() {
            return truncated;
        }

        public @Nullable Integer stop() {
            return stop;
        }

        public double seconds() {
            return seconds;
        }
    }

    private static final double LEAST_SECONDS = 0.05;

    /** Of a fold's time, for learning; the rest is for the model's text and its predictions. */
    private static final double LEARNING_SHARE = 0.88;

    private final Dataset data;
    private final Folds folds;
    private final ProblemType type;
    private final int classes;
    private final List<InputColumn> inputs;
    private final int threads;
    private final long seed;

    public CrossValidation(
            Dataset data,
            Folds folds,
            ProblemType type,
            int classes,
            List<InputColumn> inputs,
            int threads,
            long seed) {
        this.data = data;
        this.folds = folds;
        this.type = type;
        this.classes = classes;
        this.inputs = inputs;
        this.threads = threads;
        this.seed = seed;
    }

    /** Fits all folds, in order of their number. */
    public List<FoldFit> run(PlannedTrial trial, Deadline deadline, Listener listener) {
        int parallel = Math.min(threads, folds.count());
        AtomicInteger started = new AtomicInteger();
        try (ExecutorService executor = Executors.newFixedThreadPool(
                parallel, Thread.ofPlatform().daemon().factory())) {
            List<Future<FoldFit>> futures = new ArrayList<>();
            for (int fold = 0; fold < folds.count(); fold++) {
                int number = fold;
                futures.add(executor.submit(() -> {
                    int waiting = folds.count() - started.getAndIncrement();
                    int waves = (waiting + parallel - 1) / parallel;
                    return fit(trial, number, deadline.share(waves), listener);
                }));
            }
            List<FoldFit> fits = new ArrayList<>();
            try {
                for (Future<FoldFit> future : futures) {
                    fits.add(future.get());
                }
            } catch (ExecutionException e) {
                executor.shutdownNow();
                throw unwrap(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StepException(Failure.Code.INTERNAL, "Interrupted.", e);
            }
            return fits;
        }
    }

    private FoldFit fit(PlannedTrial trial, int fold, Deadline deadline, Listener listener) {
        if (deadline.remainingSeconds() < LEAST_SECONDS) {
            throw new StepException(
                    Failure.Code.DEADLINE_EXCEEDED,
                    String.format(Locale.ROOT, "No time is left for fold %d of %d.", fold + 1, folds.count()));
        }
        long start = System.nanoTime();
        listener.started(fold);
        Learner learner = trial.algorithm().learner();
        int[] trainingRows = folds.trainingRows(fold);
        int[] validationRows = folds.validationRows(fold);
        RowTargets targets = new RowTargets(targets(trainingRows), type, classes);
        Parameters parameters = new Parameters(Replay.ofFold(trial.parameters(), fold));
        FeaturePipeline plain = FeaturePipeline.fit(inputs, learner.style(), data.features(), trainingRows);
        FeaturePipeline pipeline = parameters.isSet(Parameters.TARGET_ENCODING)
                ? plain.withTargetMeans(inputs, data.features(), trainingRows, targets)
                : plain;
        Sample training =
                new Sample(pipeline.transformTraining(data.features(), trainingRows, targets), targets(trainingRows));
        Sample validation = new Sample(pipeline.transform(data.features(), validationRows), targets(validationRows));
        Fit fit = learner.fit(new FitTask(
                type,
                classes,
                training,
                validation,
                parameters,
                seed * 1_000_003 + trial.trial() * 101L + fold,
                deadline.part(LEARNING_SHARE),
                listener.progress(fold)));
        double[] predictions = fit.model().predict(validation.matrix());
        FoldFit result = new FoldFit(fold, pipeline, fit, predictions, (System.nanoTime() - start) / 1e9);
        listener.finished(result);
        return result;
    }

    private double[] targets(int[] rows) {
        double[] targets = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            targets[i] = data.target()[rows[i]];
        }
        return targets;
    }

    private static RuntimeException unwrap(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException exception
                ? exception
                : new StepException(Failure.Code.INTERNAL, String.valueOf(cause.getMessage()), cause);
    }
}
