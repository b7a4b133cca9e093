package dev.atelier.autopilot.worker.search;

import dev.atelier.autopilot.worker.artefact.BagModel;
import dev.atelier.autopilot.worker.artefact.BagModel.FoldModel;
import dev.atelier.autopilot.worker.artefact.ModelFile;
import dev.atelier.autopilot.worker.artefact.ModelManifest;
import dev.atelier.autopilot.worker.data.DataFile;
import dev.atelier.autopilot.worker.data.Dataset;
import dev.atelier.autopilot.worker.data.Folds;
import dev.atelier.autopilot.worker.data.PredictionFile;
import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.job.EventLog;
import dev.atelier.autopilot.worker.job.JobDirectory;
import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.job.TrialResult;
import dev.atelier.autopilot.worker.job.TrialResult.FoldValue;
import dev.atelier.autopilot.worker.metric.Evaluation;
import dev.atelier.autopilot.worker.metric.Metric;
import dev.atelier.autopilot.worker.profile.Profile;
import dev.atelier.autopilot.worker.search.CrossValidation.FoldFit;
import dev.atelier.autopilot.worker.search.Plan.PlannedTrial;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The {@code trial} step: cross-validates one candidate of the plan and leaves its files but {@code result.json}, which is the caller's to write. */
public final class TrialRunner {

    private static final int LATENCY_SAMPLES = 25;
    private static final long MOST_LATENCY_NANOS = 150_000_000;
    private static final double NANOS_PER_MILLI = 1e6;

    private final JobDirectory job;
    private final Profile profile;
    private final Clock clock;
    private final int threads;

    public TrialRunner(JobDirectory job, Profile profile, int threads, Clock clock) {
        this.job = job;
        this.profile = profile;
        this.threads = threads;
        this.clock = clock;
    }

    /** Runs the trial; failures are raised, the caller writes them down. */
    public TrialResult run(PlannedTrial trial, Deadline deadline, EventLog events) throws IOException {
        Instant start = clock.instant();
        long startNanos = System.nanoTime();
        events.append("started", Map.of("trial", trial.trial(), "folds", profile.folds()));
        Dataset data = DataFile.read(job.data());
        Folds folds = Folds.read(job.folds());
        int classes = profile.classLabels().size();
        CrossValidation validation = new CrossValidation(
                data, folds, profile.problemType(), classes, profile.inputs(), threads, profile.seed());
        List<FoldFit> fits = validation.run(trial, deadline, new EventListener(events));
        double[] predictions =
                outOfFold(fits, folds, data.rows(), profile.problemType().outputs(classes));
        Evaluation evaluation =
                Evaluation.of(profile.problemType(), classes, objective(), folds, data, predictions, predictions);
        JobDirectory.Step step = job.trial(trial.trial());
        PredictionFile.write(
                step.outOfFold(), predictions, profile.problemType().outputs(classes));
        double latency;
        byte[] bytes;
        Optional<FoldModel> refit = validation.refit(trial, fits.getLast(), deadline);
        try (BagModel model = model(trial, fits, refit, folds.ordered(), evaluation)) {
            latency = latencyMillis(model, data);
            bytes = ModelFile.bytes(model);
        }
        Json.writeAtomically(step.model(), bytes);
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        Boolean refitted = folds.ordered() ? refit.isPresent() : null;
        return result(trial, fits, evaluation, refitted, seconds, latency, bytes.length, start);
    }

    private Metric objective() {
        return Metric.of(profile.objectiveMetric());
    }

    private static double[] outOfFold(List<FoldFit> fits, Folds folds, int rows, int outputs) {
        double[] predictions = new double[rows * outputs];
        for (FoldFit fit : fits) {
            int[] validation = folds.validationRows(fit.fold());
            for (int i = 0; i < validation.length; i++) {
                System.arraycopy(fit.predictions(), i * outputs, predictions, validation[i] * outputs, outputs);
            }
        }
        return predictions;
    }

    /** The folds' models serve alike; of folds in the order of time only the model of all rows, or that of the last fold. */
    private BagModel model(
            PlannedTrial trial, List<FoldFit> fits, Optional<FoldModel> refit, boolean ordered, Evaluation evaluation) {
        List<FoldModel> models =
                new ArrayList<>(fits.stream().map(FoldFit::model).toList());
        refit.ifPresent(models::add);
        List<ModelManifest.Part> parts = new ArrayList<>();
        for (int part = 0; part < models.size(); part++) {
            double weight = ordered ? (part == models.size() - 1 ? 1 : 0) : 1.0 / models.size();
            parts.add(new ModelManifest.Part(part < fits.size() ? "folds/" + part : "refit", weight));
        }
        ModelManifest manifest = new ModelManifest(
                ModelManifest.FORMAT,
                ModelManifest.VERSION,
                ModelManifest.Kind.BAG,
                trial.name(),
                trial.algorithm().label(),
                profile.problemType(),
                profile.objectiveMetric(),
                profile.target().name(),
                profile.classLabels(),
                evaluation.threshold(),
                null,
                profile.inputs(),
                parts);
        return new BagModel(manifest, models);
    }

    /** The median time of single rows, after as many to warm up; fewer of both when they take long. */
    private static double latencyMillis(BagModel model, Dataset data) {
        measure(model, data);
        long[] nanos = measure(model, data);
        Arrays.sort(nanos);
        return nanos[nanos.length / 2] / NANOS_PER_MILLI;
    }

    private static long[] measure(BagModel model, Dataset data) {
        long[] nanos = new long[LATENCY_SAMPLES];
        long spent = 0;
        int count = 0;
        while (count < LATENCY_SAMPLES && spent < MOST_LATENCY_NANOS) {
            var row = data.features().select(count % data.rows());
            long start = System.nanoTime();
            model.predict(row);
            nanos[count] = System.nanoTime() - start;
            spent += nanos[count++];
        }
        return Arrays.copyOf(nanos, count);
    }

    private TrialResult result(
            PlannedTrial trial,
            List<FoldFit> fits,
            Evaluation evaluation,
            @Nullable Boolean refitted,
            double seconds,
            double latency,
            long size,
            Instant start) {
        Metric objective = objective();
        List<FoldValue> folds = IntStream.range(0, fits.size())
                .mapToObj(k -> new FoldValue(
                        k,
                        fits.get(k).seconds(),
                        fits.get(k).rounds(),
                        fits.get(k).truncated(),
                        fits.get(k).stop(),
                        labelled(evaluation.folds().get(k))))
                .toList();
        return new TrialResult(
                1,
                trial.trial(),
                trial.name(),
                trial.algorithm().label(),
                trial.description(),
                profile.problemType(),
                objective.label(),
                objective.direction(),
                evaluation.objectiveValue(),
                evaluation.deviation(objective),
                evaluation.values(profile.problemType()),
                evaluation.threshold(),
                evaluation.confusionMatrix(),
                folds,
                null,
                fits.stream().anyMatch(FoldFit::truncated),
                refitted,
                seconds,
                latency,
                size,
                start.truncatedTo(ChronoUnit.MILLIS).toString(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
    }

    /** Metrics by name, in their own order. */
    public static Map<String, Double> labelled(Map<Metric, Double> metrics) {
        Map<String, Double> labelled = new LinkedHashMap<>();
        new ArrayList<>(metrics.keySet()).forEach(metric -> labelled.put(metric.label(), metrics.get(metric)));
        return labelled;
    }

    private static final class EventListener implements CrossValidation.Listener {

        private final EventLog events;

        EventListener(EventLog events) {
            this.events = events;
        }

        @Override
        public void started(int fold) {
            events.append("fold-started", Map.of("fold", fold));
        }

        @Override
        public dev.atelier.autopilot.worker.learner.Progress progress(int fold) {
            return (round, metric, value, best) -> {
                Map<String, Object> properties = new LinkedHashMap<>();
                properties.put("fold", fold);
                properties.put("round", round);
                properties.put("metric", metric);
                properties.put("value", value);
                properties.put("best", best);
                events.append("progress", properties);
            };
        }

        @Override
        public void finished(FoldFit fit) {
            Map<String, Object> properties = new LinkedHashMap<>();
            properties.put("fold", fit.fold());
            properties.put("seconds", fit.seconds());
            properties.put("rounds", fit.rounds());
            properties.put("truncated", fit.truncated());
            events.append("fold-finished", properties);
        }
    }
}
