package dev.atelier.autopilot.worker.search;

import dev.atelier.autopilot.worker.artefact.BagModel.FoldModel;
import dev.atelier.autopilot.worker.data.Dataset;
import dev.atelier.autopilot.worker.data.Folds;
import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.data.RowWeights;
import dev.atelier.autopilot.worker.feature.FeaturePipeline;
import dev.atelier.autopilot.worker.feature.FeatureStyle;
import dev.atelier.autopilot.worker.feature.Matrix;
import dev.atelier.autopilot.worker.feature.RowTargets;
import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.job.Failure;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.job.StepException;
import dev.atelier.autopilot.worker.learner.Fit;
import dev.atelier.autopilot.worker.learner.FitTask;
import dev.atelier.autopilot.worker.learner.Parameters;
import dev.atelier.autopilot.worker.learner.Progress;
import dev.atelier.autopilot.worker.learner.Sample;
import dev.atelier.autopilot.worker.search.Plan.PlannedTrial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Trains one candidate on every fold. Folds run side by side, each with one native thread, which on a few cores is faster than threads inside a fold and
 * gives the same bits every time. The time that is left when a fold starts is shared equally by the rounds of folds that are still to come, but for what it will
 * take to write models as large as the first ones.
 *
 * <p>Folds in order of time get one model more, of all rows ({@link #refit}): that of the last fold has not seen what is newest, and those before it even less.
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

    /** Of the time, for folds when a refit follows them. */
    private static final double FOLDS_PART = 0.72;

    /** A refit is of more rows than the last fold and may be disturbed. */
    private static final double REFIT_MARGIN = 1.6;

    /** Of a fold's time, for learning; the rest is for the model's text and its predictions. */
    private static final double LEARNING_SHARE = 0.88;

    /** How fast models become files, at least. */
    private static final double PACKED_BYTES_A_SECOND = 25e6;

    /** Of the time that is left, for the files: a fold that gets none fails its candidate. */
    private static final double MOST_FOR_PACKING = 0.5;

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
    public List<FoldFit> run(PlannedTrial trial, Deadline all, Listener listener) {
        Deadline deadline = folds.ordered() && refits(trial) ? all.part(FOLDS_PART) : all;
        int parallel = Math.min(threads, folds.count());
        AtomicInteger started = new AtomicInteger();
        AtomicLong largest = new AtomicLong();
        try (ExecutorService executor = Executors.newFixedThreadPool(
                parallel, Thread.ofPlatform().daemon().factory())) {
            List<Future<FoldFit>> futures = new ArrayList<>();
            for (int fold = 0; fold < folds.count(); fold++) {
                int number = fold;
                futures.add(executor.submit(() -> {
                    int waiting = folds.count() - started.getAndIncrement();
                    int waves = (waiting + parallel - 1) / parallel;
                    double packing = Math.min(
                            largest.get() * folds.count() / PACKED_BYTES_A_SECOND,
                            MOST_FOR_PACKING * deadline.remainingSeconds());
                    FoldFit fit = fit(trial, number, deadline.earlier(packing).share(waves), listener);
                    if (!deadline.isNone() && largest.get() == 0) {
                        largest.accumulateAndGet(fit.model().model().bytes().length, Math::max);
                    }
                    return fit;
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

    private static boolean refits(PlannedTrial trial) {
        return !Boolean.FALSE.equals(trial.parameters().get(Replay.REFIT));
    }

    /**
     * A model of all rows for folds in order, with as many rounds as the last fold's model has; nothing for other folds, and when time is short.
     *
     * @param last the fit of the last fold
     */
    public Optional<FoldModel> refit(PlannedTrial trial, FoldFit last, Deadline deadline) {
        if (!folds.ordered() || !refits(trial) || REFIT_MARGIN * last.seconds() > deadline.remainingSeconds()) {
            return Optional.empty();
        }
        Map<String, Object> values = new TreeMap<>(Replay.ofFold(trial.parameters(), last.fold()));
        values.put(Parameters.ROUNDS, last.rounds());
        if (last.stop() != null) {
            values.put(Parameters.STOP, last.stop());
        }
        Prepared prepared = prepare(
                trial, new Parameters(values), folds.allRows(), folds.validationRows(last.fold()), folds.count());
        Fit fit = trial.algorithm().learner().fit(prepared.task(deadline.part(LEARNING_SHARE), Progress.NONE));
        if (fit.truncated()) {
            fit.model().close();
            return Optional.empty();
        }
        return Optional.of(new FoldModel(prepared.pipeline, fit.model()));
    }

    private FoldFit fit(PlannedTrial trial, int fold, Deadline deadline, Listener listener) {
        if (deadline.remainingSeconds() < LEAST_SECONDS) {
            throw new StepException(
                    Failure.Code.DEADLINE_EXCEEDED,
                    String.format(Locale.ROOT, "No time is left for fold %d of %d.", fold + 1, folds.count()));
        }
        long start = System.nanoTime();
        listener.started(fold);
        Parameters parameters = new Parameters(Replay.ofFold(trial.parameters(), fold));
        Prepared prepared = prepare(trial, parameters, folds.trainingRows(fold), folds.validationRows(fold), fold);
        Fit fit =
                trial.algorithm().learner().fit(prepared.task(deadline.part(LEARNING_SHARE), listener.progress(fold)));
        double[] predictions = fit.model().predict(prepared.validation.matrix());
        FoldFit result = new FoldFit(fold, prepared.pipeline, fit, predictions, (System.nanoTime() - start) / 1e9);
        listener.finished(result);
        return result;
    }

    /** Features that are made by what the training rows say, and all else that a fit needs. */
    private final class Prepared {

        private final FeaturePipeline pipeline;
        private final Sample training;
        private final Sample validation;
        private final Parameters parameters;
        private final long fitSeed;

        Prepared(FeaturePipeline pipeline, Sample training, Sample validation, Parameters parameters, long fitSeed) {
            this.pipeline = pipeline;
            this.training = training;
            this.validation = validation;
            this.parameters = parameters;
            this.fitSeed = fitSeed;
        }

        FitTask task(Deadline deadline, Progress progress) {
            return new FitTask(type, classes, training, validation, parameters, fitSeed, deadline, progress);
        }
    }

    private Prepared prepare(
            PlannedTrial trial, Parameters parameters, int[] trainingRows, int[] validationRows, int number) {
        FeatureStyle style = trial.algorithm().learner().style();
        double[] weights = RowWeights.take(data.weights(), trainingRows);
        RowTargets targets = new RowTargets(targets(trainingRows), weights, type, classes);
        FeaturePipeline plain = FeaturePipeline.fit(inputs, style, data.features(), trainingRows);
        FeaturePipeline averaged = parameters.isSet(Parameters.TARGET_ENCODING)
                ? plain.withTargetMeans(inputs, data.features(), trainingRows, targets)
                : plain;
        FeaturePipeline pipeline = parameters.isSet(Parameters.INTERACTIONS)
                ? averaged.withInteractions(inputs, data.features(), trainingRows, targets)
                : averaged;
        Matrix matrix = pipeline.transformTraining(data.features(), trainingRows, targets);
        return new Prepared(
                pipeline,
                new Sample(matrix, targets(trainingRows), weights),
                new Sample(
                        pipeline.transform(data.features(), validationRows),
                        targets(validationRows),
                        RowWeights.take(data.weights(), validationRows)),
                parameters,
                seed * 1_000_003 + trial.trial() * 101L + number);
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
