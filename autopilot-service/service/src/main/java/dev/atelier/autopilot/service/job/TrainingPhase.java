package dev.atelier.autopilot.service.job;

import dev.atelier.autopilot.service.candidate.Candidate;
import dev.atelier.autopilot.service.candidate.CandidateState;
import dev.atelier.autopilot.service.candidate.Candidates;
import dev.atelier.autopilot.service.engine.Directories;
import dev.atelier.autopilot.service.engine.Exit;
import dev.atelier.autopilot.service.engine.JobDirectory;
import dev.atelier.autopilot.service.engine.Observation;
import dev.atelier.autopilot.service.engine.TrialEngine;
import dev.atelier.autopilot.service.engine.Work;
import dev.atelier.autopilot.service.engine.WorkerFiles;
import dev.atelier.autopilot.service.support.AutopilotConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * ModelTuning: one process trains candidates side by side, first of the plan, then of its own search, within the job's time. What it leaves in the job's
 * directory becomes candidates and events. When it dies it is started again and goes on.
 */
@ApplicationScoped
class TrainingPhase {
    private static final int MAX_GENERATIONS = 3;
    private static final int OUT_OF_MEMORY = 6;

    private final TrialEngine engine;
    private final Directories directories;
    private final JobRecorder recorder;
    private final JobRepository jobs;
    private final Candidates candidates;
    private final Outcomes outcomes;
    private final AutopilotConfig config;

    TrainingPhase(
            TrialEngine engine,
            Directories directories,
            JobRecorder recorder,
            JobRepository jobs,
            Candidates candidates,
            Outcomes outcomes,
            AutopilotConfig config) {
        this.engine = engine;
        this.directories = directories;
        this.recorder = recorder;
        this.jobs = jobs;
        this.candidates = candidates;
        this.outcomes = outcomes;
        this.config = config;
    }

    /** Starts the training, or looks at it; true when it is over. */
    boolean advance(JobEntity job, TimeBudget budget) {
        int generation = latest(job);
        if (generation < 0) {
            return !start(job, 0, budget);
        }
        Work.Train work = work(job, generation);
        Observation seen = engine.observe(work);
        if (seen instanceof Observation.Begun begun && job.trainingStart == null) {
            // the process was started, but what was to be kept of it was lost
            recorder.trainingStarted(job, begun.since());
        }
        begin(job, budget);
        look(job);
        return switch (seen) {
            case Observation.Absent _ -> true;
            case Observation.Running _ -> {
                if (!budget.trialsOver(recorder.now())) {
                    yield false;
                }
                engine.stop(work);
                Instant now = recorder.now();
                end(
                        job,
                        candidate -> outcomes.resultOr(
                                job,
                                candidate.trial(),
                                now,
                                () -> new CandidateState.Stopped("It was ended at its time limit.", now)));
                recorder.trainingEnded(job, now);
                yield true;
            }
            case Observation.Exited exited -> {
                end(job, candidate -> outcomes.of(job, candidate, work, exited));
                recorder.trainingEnded(job, exited.at());
                yield !died(exited.exit()) || generation + 1 >= MAX_GENERATIONS || !start(job, generation + 1, budget);
            }
        };
    }

    /** Ends whatever trains for the job. */
    void stop(JobEntity job) {
        int generation = latest(job);
        if (generation >= 0) {
            engine.stop(work(job, generation));
        }
    }

    /** The number of the last start; below 0 when there was none. */
    private int latest(JobEntity job) {
        int generation = MAX_GENERATIONS - 1;
        while (generation >= 0 && engine.observe(work(job, generation)) instanceof Observation.Absent) {
            generation--;
        }
        return generation;
    }

    private static Work.Train work(JobEntity job, int generation) {
        return new Work.Train(job.id, generation, 1, null, null);
    }

    private boolean start(JobEntity job, int generation, TimeBudget budget) {
        Instant now = recorder.now();
        if (!budget.worthStarting(now)) {
            return false;
        }
        int share = Math.max(1, engine.slots() / Math.max(1, jobs.active()));
        int all = config.local().cores().orElse(Runtime.getRuntime().availableProcessors());
        int cores = Math.clamp((long) share * config.local().threadsPerTrial(), 1, Math.max(1, all));
        Instant at =
                engine.ensure(new Work.Train(job.id, generation, cores, candidates(job), budget.trainingLimit(now)));
        recorder.trainingStarted(job, at);
        return true;
    }

    /** The most candidates, where limits and the plan do not say it: a plan that was asked for is run as it is, and tuning without an end needs one. */
    private static @Nullable Integer candidates(JobEntity job) {
        boolean endless = job.maxCandidates == null && job.maxRuntimeMillis == null;
        boolean tunes = job.resolvedMode() == JobMode.HYPERPARAMETER_TUNING;
        return job.requestedTrials != null || (tunes && endless) ? job.plannedTrials : null;
    }

    /** Whether it did not come to its own end. */
    private static boolean died(Exit exit) {
        return !(exit instanceof Exit.Code code) || code.code() == OUT_OF_MEMORY;
    }

    /** Makes candidates of the trials that have begun. */
    private void begin(JobEntity job, TimeBudget budget) {
        JobDirectory directory = directories.job(job.id);
        Set<Integer> known =
                candidates.of(job.id).stream().map(Candidate::trial).collect(Collectors.toSet());
        for (WorkerFiles.PlannedTrial planned :
                directory.plan().map(WorkerFiles.Plan::trials).orElse(List.of())) {
            if (!known.contains(planned.trial())) {
                beginning(directory, planned.trial()).ifPresent(at -> begin(job, planned, budget, at));
            }
        }
    }

    private Optional<Instant> beginning(JobDirectory directory, int trial) {
        Optional<Instant> begun = directory.events(trial, 0).stream()
                .flatMap(Optional::stream)
                .map(WorkerFiles.Event::time)
                .findFirst();
        return begun.or(() -> directory.failure(trial).map(_ -> recorder.now()));
    }

    private void begin(JobEntity job, WorkerFiles.PlannedTrial planned, TimeBudget budget, Instant at) {
        String name = candidates.find(job.id, planned.name()).isEmpty()
                ? planned.name()
                : planned.name() + "-" + planned.trial();
        candidates.begin(
                job.id, planned.trial(), name, planned.algorithm(), planned.description(), budget.trialsEnd(), at);
        recorder.event(
                job,
                JobEvent.Type.CANDIDATE,
                JobEvent.Payload.ofCandidate(name, planned.algorithm(), "InProgress", null, null, null));
    }

    private void look(JobEntity job) {
        for (Candidate candidate : candidates.of(job.id)) {
            if (candidate.state() instanceof CandidateState.InProgress training) {
                progress(job, candidate, training);
                outcomes.left(job, candidate.trial(), recorder.now())
                        .ifPresent(end -> outcomes.end(job, candidate, end));
            }
        }
    }

    private void end(JobEntity job, Function<Candidate, CandidateState.Ended> outcome) {
        for (Candidate candidate : candidates.of(job.id)) {
            if (candidate.state() instanceof CandidateState.InProgress) {
                outcomes.end(job, candidate, outcome.apply(candidate));
            }
        }
    }

    private void progress(JobEntity job, Candidate candidate, CandidateState.InProgress training) {
        JobDirectory directory = directories.job(job.id);
        var events = directory.events(candidate.trial(), training.linesRead());
        if (events.isEmpty()) {
            return;
        }
        candidates.read(job.id, candidate.trial(), training.linesRead() + events.size());
        events.forEach(line -> line.filter(event -> event.event().equals("fold-finished"))
                .ifPresent(event -> recorder.event(
                        job,
                        JobEvent.Type.PROGRESS,
                        JobEvent.Payload.ofFold(candidate.name(), event.fold(), event.metric(), event.value()))));
    }
}
