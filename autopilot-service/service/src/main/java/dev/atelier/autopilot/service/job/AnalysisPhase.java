package dev.atelier.autopilot.service.job;

import dev.atelier.autopilot.service.engine.Directories;
import dev.atelier.autopilot.service.engine.Exit;
import dev.atelier.autopilot.service.engine.JobDirectory;
import dev.atelier.autopilot.service.engine.Observation;
import dev.atelier.autopilot.service.engine.TrialEngine;
import dev.atelier.autopilot.service.engine.Work;
import dev.atelier.autopilot.service.engine.WorkerFiles;
import dev.atelier.autopilot.service.support.AutopilotConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** From Starting to ModelTuning: one worker explores the data set and plans the trials. */
@ApplicationScoped
class AnalysisPhase {
    private final TrialEngine engine;
    private final Directories directories;
    private final JobRecorder recorder;
    private final JobRepository jobs;
    private final AutopilotConfig config;

    AnalysisPhase(
            TrialEngine engine,
            Directories directories,
            JobRecorder recorder,
            JobRepository jobs,
            AutopilotConfig config) {
        this.engine = engine;
        this.directories = directories;
        this.recorder = recorder;
        this.jobs = jobs;
        this.config = config;
    }

    /** Begins when the engine has a slot for another job; jobs begin in the order of their making. */
    void start(JobEntity job) {
        if (jobs.active() + jobs.waitingBefore(job.id) >= engine.slots()) {
            return;
        }
        directories.job(job.id).write(request(job));
        Instant at = engine.ensure(new Work.Profile(job.id));
        job.startTime = at;
        recorder.analysisStarted(job, at);
        recorder.move(job, new JobLifecycle.InProgress(Step.STARTING).next(Step.ANALYZING_DATA));
    }

    void advance(JobEntity job, JobLifecycle.InProgress state, TimeBudget budget) {
        Work.Profile work = new Work.Profile(job.id);
        JobDirectory directory = directories.job(job.id);
        switch (engine.observe(work)) {
            case Observation.Absent _ -> engine.ensure(work);
            case Observation.Running _ -> {
                if (budget.trialsOver(recorder.now())) {
                    engine.stop(work);
                    recorder.analysisEnded(job, recorder.now());
                    recorder.move(
                            job,
                            state.fail(
                                    "The runtime limit was reached while the data set was explored. Allow more time."));
                } else if (state.step() == Step.ANALYZING_DATA
                        && directory.profile().isPresent()) {
                    recorder.move(job, state.next(Step.FEATURE_ENGINEERING));
                }
            }
            case Observation.Exited exited -> {
                recorder.analysisEnded(job, exited.at());
                finish(job, state, exited.exit(), directory);
            }
        }
    }

    private void finish(JobEntity job, JobLifecycle.InProgress state, Exit exit, JobDirectory directory) {
        Optional<WorkerFiles.Profile> profile = directory.profile();
        Optional<WorkerFiles.Plan> plan = directory.plan();
        if (exit.equals(new Exit.Code(0)) && profile.isPresent() && plan.isPresent()) {
            List<AskedTrial> asked = job.requestedTrials;
            List<WorkerFiles.PlannedTrial> planned = plan.get().trials();
            List<WorkerFiles.PlannedTrial> first = asked != null
                    ? asked.stream().map(AskedTrial::planned).toList()
                    : job.resolvedMode().openings(planned);
            if (!first.equals(planned)) {
                directory.write(new WorkerFiles.Plan(1, first));
            }
            job.problemType = profile.get().problemType();
            job.objectiveMetric = profile.get().objectiveMetric();
            job.folds = profile.get().folds();
            job.plannedTrials = asked != null ? asked.size() : profile.get().plannedTrials();
            // passed through also when no look fell into it
            recorder.move(job, state.next(Step.FEATURE_ENGINEERING));
            recorder.move(job, state.next(Step.MODEL_TUNING));
            return;
        }
        String reason = directory.refusal().map(WorkerFiles.Failure::message).orElseGet(() -> {
            String words = engine.lastWords(new Work.Profile(job.id));
            return "The exploration of the data set " + exit.describe() + (words.isEmpty() ? "." : ": " + words);
        });
        recorder.move(job, state.fail(reason));
    }

    private WorkerFiles.Request request(JobEntity job) {
        JobLimits limits = job.limits();
        JobDirectory directory = directories.job(job.id);
        boolean joined = job.trainingRows != null;
        long maxBytes = config.maxUploadSize().asLongValue();
        return new WorkerFiles.Request(
                (joined ? directory.joined() : directory.dataset()).toString(),
                job.targetColumn,
                job.problemType,
                job.objectiveMetric,
                config.minRows(),
                joined ? 2 * maxBytes : maxBytes,
                job.seed,
                limits.maxCandidates(),
                seconds(limits.maxRuntime()),
                seconds(limits.maxRuntimePerTrial()),
                Math.max(1, config.local().threadsPerTrial()),
                job.groupColumn,
                job.timeColumn,
                job.sampleWeightColumn,
                job.featureColumns,
                job.validationFraction,
                job.trainingRows,
                types(job.featureTypes));
    }

    private static @Nullable Map<String, String> types(@Nullable Map<String, String> featureTypes) {
        return featureTypes == null
                ? null
                : featureTypes.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                type -> FeatureType.ofLabel(type.getValue())
                                        .orElseThrow()
                                        .worker()));
    }

    private static @Nullable Double seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis() / 1000.0;
    }
}
