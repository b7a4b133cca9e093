package dev.atelier.autopilot.worker.ensemble;

import dev.atelier.autopilot.worker.artefact.KnownRows;
import dev.atelier.autopilot.worker.artefact.ModelFile;
import dev.atelier.autopilot.worker.artefact.ModelManifest;
import dev.atelier.autopilot.worker.data.DataFile;
import dev.atelier.autopilot.worker.data.Dataset;
import dev.atelier.autopilot.worker.data.Folds;
import dev.atelier.autopilot.worker.data.InputColumn;
import dev.atelier.autopilot.worker.data.PredictionFile;
import dev.atelier.autopilot.worker.job.Failure;
import dev.atelier.autopilot.worker.job.JobDirectory;
import dev.atelier.autopilot.worker.job.JobDirectory.Step;
import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.job.StepException;
import dev.atelier.autopilot.worker.job.TrialResult;
import dev.atelier.autopilot.worker.job.TrialResult.FoldValue;
import dev.atelier.autopilot.worker.job.TrialResult.Member;
import dev.atelier.autopilot.worker.metric.Evaluation;
import dev.atelier.autopilot.worker.metric.Metric;
import dev.atelier.autopilot.worker.metric.Temperature;
import dev.atelier.autopilot.worker.profile.Profile;
import dev.atelier.autopilot.worker.search.TrialRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The {@code assemble} step: the best weighted mean of all trials that have a result. */
public final class Assembler {

    private static final String NAME = "weighted-ensemble";
    private static final String ALGORITHM = "WeightedEnsemble";

    /** More rows are not compared with each other. */
    private static final int MOST_RECALLED_ROWS = 200_000;

    private final JobDirectory job;
    private final Profile profile;
    private final int threads;
    private final Clock clock;

    public Assembler(JobDirectory job, Profile profile, int threads, Clock clock) {
        this.job = job;
        this.profile = profile;
        this.threads = threads;
        this.clock = clock;
    }

    public TrialResult run() throws IOException {
        Instant start = clock.instant();
        long startNanos = System.nanoTime();
        List<Step> steps = Shortlist.of(job.finishedTrials());
        if (steps.isEmpty()) {
            throw new StepException(Failure.Code.NOT_READY, "No trial has a result yet.");
        }
        List<TrialResult> results = new ArrayList<>();
        List<double[]> predictions = new ArrayList<>();
        int classes = profile.classLabels().size();
        int outputs = profile.problemType().outputs(classes);
        for (Step step : steps) {
            results.add(Json.read(step.result(), TrialResult.class));
            predictions.add(PredictionFile.read(step.outOfFold(), profile.rows(), outputs));
        }
        boolean recalling = profile.rows() <= MOST_RECALLED_ROWS;
        Dataset data = recalling ? DataFile.read(job.data()) : DataFile.readTarget(job.data());
        Folds folds = Folds.read(job.folds());
        Metric objective = Metric.of(profile.objectiveMetric());
        FoldwiseSelection selection =
                new FoldwiseSelection(profile.problemType(), classes, objective, folds, data, threads);
        Recall recall = recalling
                ? new Recall(outputs, profile.problemType().isClassification(), folds, data, features())
                : null;
        Blend blend = Blend.of(selection, recall, predictions);
        FoldwiseSelection.Selected selected = blend.selected();
        Optional<Temperature.Calibrated> calibrated = profile.problemType().isClassification()
                ? new Temperature(outputs, data).calibrate(selected.measured(), selected.served(), folds)
                : Optional.empty();
        double[] measured = calibrated.map(Temperature.Calibrated::measured).orElse(selected.measured());
        double[] served = selected.served().clone();
        calibrated.ifPresent(one -> Temperature.apply(served, outputs, one.served()));
        Evaluation evaluation = Evaluation.of(profile.problemType(), classes, objective, folds, data, measured, served);
        List<Integer> used = IntStream.range(0, steps.size())
                .filter(m -> selected.weights()[m] > 0)
                .boxed()
                .toList();
        List<Member> members = used.stream()
                .map(m -> new Member(
                        Objects.requireNonNull(results.get(m).trial()),
                        results.get(m).name(),
                        selected.weights()[m]))
                .toList();
        byte[] model = model(
                members,
                evaluation,
                calibrated.map(Temperature.Calibrated::served).orElse(null),
                blend.known());
        Step ensemble = job.ensemble();
        Files.createDirectories(ensemble.root());
        Files.deleteIfExists(ensemble.failure());
        Json.writeAtomically(ensemble.model(), model);
        PredictionFile.write(ensemble.outOfFold(), measured, outputs);
        double latency = used.stream()
                .mapToDouble(m -> results.get(m).inferenceLatencyMillis())
                .sum();
        TrialResult result = result(
                members,
                blend.known() != null,
                evaluation,
                (System.nanoTime() - startNanos) / 1e9,
                latency,
                model.length,
                start);
        Json.write(ensemble.result(), result);
        return result;
    }

    private List<String> features() {
        return profile.inputs().stream()
                .filter(InputColumn::feature)
                .map(InputColumn::name)
                .toList();
    }

    private byte[] model(
            List<Member> members, Evaluation evaluation, @Nullable Double temperature, @Nullable KnownRows known)
            throws IOException {
        List<ModelManifest.Part> parts = members.stream()
                .map(member -> new ModelManifest.Part("members/" + member.trial() + ".zip", member.weight()))
                .toList();
        ModelManifest manifest = new ModelManifest(
                ModelManifest.FORMAT,
                ModelManifest.VERSION,
                ModelManifest.Kind.ENSEMBLE,
                NAME,
                ALGORITHM,
                profile.problemType(),
                profile.objectiveMetric(),
                profile.target().name(),
                profile.classLabels(),
                evaluation.threshold(),
                temperature,
                profile.inputs(),
                parts);
        List<byte[]> archives = new ArrayList<>();
        for (Member member : members) {
            archives.add(Files.readAllBytes(job.trial(member.trial()).model()));
        }
        return ModelFile.bytes(manifest, archives, known);
    }

    private TrialResult result(
            List<Member> members,
            boolean recalls,
            Evaluation evaluation,
            double seconds,
            double latency,
            long size,
            Instant start) {
        Metric objective = evaluation.objective();
        List<FoldValue> folds = IntStream.range(0, evaluation.folds().size())
                .mapToObj(k -> new FoldValue(
                        k,
                        0,
                        null,
                        false,
                        null,
                        TrialRunner.labelled(evaluation.folds().get(k))))
                .toList();
        String description = members.stream()
                .map(member -> String.format(Locale.ROOT, "%.1f %% %s", 100 * member.weight(), member.name()))
                .collect(Collectors.joining(
                        ", ",
                        "Weighted mean of ",
                        " (greedy selection on out-of-fold predictions)"
                                + (recalls ? "; rows that were learned from are recalled." : ".")));
        return new TrialResult(
                1,
                null,
                NAME,
                ALGORITHM,
                description,
                profile.problemType(),
                objective.label(),
                objective.direction(),
                evaluation.objectiveValue(),
                evaluation.deviation(objective),
                evaluation.values(profile.problemType()),
                evaluation.threshold(),
                evaluation.confusionMatrix(),
                folds,
                members,
                false,
                null,
                seconds,
                latency,
                size,
                start.truncatedTo(ChronoUnit.MILLIS).toString(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
    }
}
