package dev.atelier.autopilot.service.job;

import dev.atelier.autopilot.service.candidate.Candidate;
import dev.atelier.autopilot.service.candidate.CandidateState;
import dev.atelier.autopilot.service.candidate.Candidates;
import dev.atelier.autopilot.service.engine.Directories;
import dev.atelier.autopilot.service.engine.JobDirectory;
import dev.atelier.autopilot.service.engine.Observation;
import dev.atelier.autopilot.service.engine.TrialEngine;
import dev.atelier.autopilot.service.engine.Work;
import dev.atelier.autopilot.service.engine.WorkerFiles;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** ModelTuning: trials run in the order of the plan, as many at once as the job's share of the engine allows. */
@ApplicationScoped
class TrainingPhase {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final TrialEngine engine;
    private final Directories directories;
    private final JobRecorder recorder;
    private final JobRepository jobs;
    private final Candidates candidates;
    private final Outcomes outcomes;

    TrainingPhase(
            TrialEngine engine,
            Directories directories,
            JobRecorder recorder,
            JobRepository jobs,
            Candidates candidates,
            Outcomes outcomes) {
        this.engine = engine;
        this.directories = directories;
        this.recorder = recorder;
        this.jobs = jobs;
        this.candidates = candidates;
        this.outcomes = outcomes;
    }

    /** Looks at the trials and starts the next ones; true when none runs and none is to come. */
    boolean advance(JobEntity job, TimeBudget budget) {
        for (Candidate candidate : candidates.of(job.id)) {
            if (candidate.state() instanceof CandidateState.InProgress training) {
                look(job, candidate, training);
            }
        }
        List<Candidate> known = candidates.of(job.id);
        int running = (int) known.stream()
                .filter(candidate -> candidate.state() instanceof CandidateState.InProgress)
                .count();
        int next = known.size();
        List<WorkerFiles.PlannedTrial> plan = directories
                .job(job.id)
                .plan()
                .orElseThrow(() -> new IllegalStateException("The plan of " + job.id + " is gone"))
                .trials();
        List<Duration> finished = finished(known);
        if (running == 0) {
            pause(job, known);
        }
        int share = Math.max(1, engine.slots() / Math.max(1, jobs.active()));
        while (running < share && next < plan.size() && budget.worthStarting(recorder.now(), finished)) {
            start(job, plan.get(next), next, budget);
            next++;
            running++;
        }
        if (running > 0) {
            return false;
        }
        recorder.trainingEnded(job, lastEnd(known));
        return true;
    }

    /** Time in which nothing ran, because the service was down, is not billed. */
    private void pause(JobEntity job, List<Candidate> known) {
        if (job.trainingStart != null) {
            Instant last = lastEnd(known);
            if (Duration.between(last, recorder.now()).compareTo(PAUSE) > 0) {
                recorder.trainingEnded(job, last);
            }
        }
    }

    private void start(JobEntity job, WorkerFiles.PlannedTrial planned, int number, TimeBudget budget) {
        Instant now = recorder.now();
        Instant at = engine.ensure(new Work.Trial(job.id, planned.trial(), budget.trialLimit(now)));
        recorder.trainingStarted(job, at);
        String name =
                candidates.find(job.id, planned.name()).isEmpty() ? planned.name() : planned.name() + "-" + number;
        candidates.begin(
                job.id, planned.trial(), name, planned.algorithm(), planned.description(), budget.killAt(now), at);
        recorder.event(
                job,
                JobEvent.Type.CANDIDATE,
                JobEvent.Payload.ofCandidate(name, planned.algorithm(), "InProgress", null, null, null));
    }

    private void look(JobEntity job, Candidate candidate, CandidateState.InProgress training) {
        Work.Trial work = new Work.Trial(job.id, candidate.trial(), null);
        progress(job, candidate, training);
        switch (engine.observe(work)) {
            case Observation.Absent _ ->
                outcomes.end(
                        job, candidate, new CandidateState.Failed("Its process was never started.", recorder.now()));
            case Observation.Running _ -> {
                Instant deadline = training.deadline();
                if (deadline != null && !recorder.now().isBefore(deadline)) {
                    engine.stop(work);
                    outcomes.end(
                            job,
                            candidate,
                            outcomes.resultOr(
                                    job,
                                    candidate.trial(),
                                    recorder.now(),
                                    () -> new CandidateState.Stopped(
                                            "It was ended at its time limit.", recorder.now())));
                }
            }
            case Observation.Exited exited -> outcomes.end(job, candidate, outcomes.of(job, candidate, work, exited));
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

    private static List<Duration> finished(List<Candidate> candidates) {
        return candidates.stream()
                .filter(candidate -> candidate.state() instanceof CandidateState.Completed)
                .map(candidate ->
                        Duration.between(candidate.creationTime(), ((CandidateState.Completed) candidate.state()).at()))
                .sorted()
                .toList();
    }

    private Instant lastEnd(List<Candidate> candidates) {
        return candidates.stream()
                .map(Candidate::state)
                .flatMap(state -> state instanceof CandidateState.Ended ended ? Stream.of(ended.at()) : Stream.empty())
                .max(Instant::compareTo)
                .orElseGet(recorder::now);
    }
}
