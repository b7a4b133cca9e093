package dev.atelier.autopilot.service.job;

import dev.atelier.autopilot.service.candidate.Candidate;
import dev.atelier.autopilot.service.candidate.CandidateState;
import dev.atelier.autopilot.service.candidate.Candidates;
import dev.atelier.autopilot.service.candidate.Metric;
import dev.atelier.autopilot.service.engine.Directories;
import dev.atelier.autopilot.service.engine.Exit;
import dev.atelier.autopilot.service.engine.JobDirectory;
import dev.atelier.autopilot.service.engine.ObjectiveMetric;
import dev.atelier.autopilot.service.engine.Observation;
import dev.atelier.autopilot.service.engine.TrialEngine;
import dev.atelier.autopilot.service.engine.Work;
import dev.atelier.autopilot.service.engine.WorkerFiles;
import dev.atelier.autopilot.service.experiment.JobExperiments;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What became of a candidate: its result when there is one, otherwise why not. */
@ApplicationScoped
class Outcomes {
    private static final String OUT_OF_TIME = "deadline-exceeded";

    private final TrialEngine engine;
    private final Directories directories;
    private final Candidates candidates;
    private final JobRecorder recorder;
    private final JobExperiments experiments;

    Outcomes(
            TrialEngine engine,
            Directories directories,
            Candidates candidates,
            JobRecorder recorder,
            JobExperiments experiments) {
        this.engine = engine;
        this.directories = directories;
        this.candidates = candidates;
        this.recorder = recorder;
        this.experiments = experiments;
    }

    /** Reads the outcome of a process that has ended. */
    CandidateState.Ended of(JobEntity job, Candidate candidate, Work work, Observation.Exited exited) {
        return resultOr(job, candidate.trial(), exited.at(), () -> {
            Optional<WorkerFiles.Failure> failure = directories.job(job.id).failure(candidate.trial());
            if (failure.isPresent() && failure.get().code().equals(OUT_OF_TIME)) {
                return new CandidateState.Stopped(failure.get().message(), exited.at());
            }
            return new CandidateState.Failed(reason(exited.exit(), failure, work), exited.at());
        });
    }

    /** What a trial has left while others go on; empty as long as it runs. */
    Optional<CandidateState.Ended> left(JobEntity job, int trial, Instant at) {
        JobDirectory directory = directories.job(job.id);
        return directory
                .result(trial)
                .<CandidateState.Ended>map(result -> completed(result, at))
                .or(() -> directory.failure(trial).map(failure -> ofFailure(failure, at)));
    }

    private static CandidateState.Ended ofFailure(WorkerFiles.Failure failure, Instant at) {
        return failure.code().equals(OUT_OF_TIME)
                ? new CandidateState.Stopped(failure.message(), at)
                : new CandidateState.Failed(failure.message(), at);
    }

    /** The result of a step, when it is complete, and something else otherwise. */
    CandidateState.Ended resultOr(JobEntity job, int trial, Instant at, Supplier<CandidateState.Ended> otherwise) {
        return directories
                .job(job.id)
                .result(trial)
                .<CandidateState.Ended>map(result -> completed(result, at))
                .orElseGet(otherwise);
    }

    /** Writes the end of a candidate down and ranks anew. */
    void end(JobEntity job, Candidate candidate, CandidateState.Ended end) {
        candidates.end(job.id, candidate.trial(), end);
        experiments.record(
                new JobExperiments.Job(
                        job.name,
                        job.owner.toOwner(),
                        job.problemType,
                        job.objectiveMetric,
                        job.analysisStart,
                        job.analysisEnd),
                candidate,
                parameters(job, candidate),
                end);
        String metric = job.objectiveMetric;
        switch (end) {
            case CandidateState.Completed done -> {
                candidates.rank(job.id, higherIsBetter(job));
                event(job, candidate, end, metric, done.objectiveValue(), null);
            }
            case CandidateState.Failed failed -> event(job, candidate, end, null, null, failed.reason());
            case CandidateState.Stopped stopped -> event(job, candidate, end, null, null, stopped.reason());
        }
    }

    /** As the plan has them; the ensemble is not in it. */
    private Map<String, Object> parameters(JobEntity job, Candidate candidate) {
        return directories.job(job.id).plan().stream()
                .flatMap(plan -> plan.trials().stream())
                .filter(planned -> planned.trial() == candidate.trial())
                .map(WorkerFiles.PlannedTrial::parameters)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(Map.of());
    }

    private void event(
            JobEntity job,
            Candidate candidate,
            CandidateState state,
            @Nullable String metric,
            @Nullable Double value,
            @Nullable String message) {
        recorder.event(
                job,
                JobEvent.Type.CANDIDATE,
                JobEvent.Payload.ofCandidate(
                        candidate.name(), candidate.algorithm(), state.label(), metric, value, message));
    }

    private String reason(Exit exit, Optional<WorkerFiles.Failure> failure, Work work) {
        if (failure.isPresent()) {
            return "The worker %s: %s".formatted(exit.describe(), failure.get().message());
        }
        String words = exit instanceof Exit.Code ? engine.lastWords(work) : "";
        return "The worker " + exit.describe() + (words.isEmpty() ? "." : ": " + words);
    }

    private static boolean higherIsBetter(JobEntity job) {
        return ObjectiveMetric.ofLabel(String.valueOf(job.objectiveMetric))
                .map(ObjectiveMetric::higherIsBetter)
                .orElse(true);
    }

    private static CandidateState.Completed completed(WorkerFiles.Result result, Instant at) {
        return new CandidateState.Completed(
                result.objectiveValue(),
                result.metrics().stream()
                        .map(metric -> new Metric(metric.name(), metric.value(), metric.standardDeviation()))
                        .toList(),
                Duration.ofMillis((long) (result.trainingSeconds() * 1000)),
                result.sizeBytes(),
                result.inferenceLatencyMillis(),
                at);
    }
}
