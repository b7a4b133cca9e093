package dev.atelier.autopilot.service.job;

import dev.atelier.autopilot.service.candidate.Candidate;
import dev.atelier.autopilot.service.candidate.CandidateState;
import dev.atelier.autopilot.service.candidate.Candidates;
import dev.atelier.autopilot.service.engine.Directories;
import dev.atelier.autopilot.service.engine.JobDirectory;
import dev.atelier.autopilot.service.engine.Observation;
import dev.atelier.autopilot.service.engine.TrialEngine;
import dev.atelier.autopilot.service.engine.Work;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** After the last trial: the ensemble of what was finished, as one more candidate, unless the job's mode has none. */
@ApplicationScoped
class EnsemblePhase {
    private static final String ALGORITHM = "WeightedEnsemble";

    private final TrialEngine engine;
    private final Directories directories;
    private final JobRecorder recorder;
    private final Candidates candidates;
    private final Outcomes outcomes;
    private final ExplanationPhase explanation;

    EnsemblePhase(
            TrialEngine engine,
            Directories directories,
            JobRecorder recorder,
            Candidates candidates,
            Outcomes outcomes,
            ExplanationPhase explanation) {
        this.engine = engine;
        this.directories = directories;
        this.recorder = recorder;
        this.candidates = candidates;
        this.outcomes = outcomes;
        this.explanation = explanation;
    }

    /** Begins, or goes on at once when there is nothing to combine or no time for it. */
    void start(JobEntity job, JobLifecycle.InProgress state, TimeBudget budget) {
        long completed = candidates.of(job.id).stream()
                .filter(candidate -> candidate.state() instanceof CandidateState.Completed)
                .count();
        boolean wanted = job.resolvedMode() == JobMode.ENSEMBLING;
        if (!wanted || completed < 2 || budget.over(recorder.now())) {
            explanation.start(job, state, budget);
            return;
        }
        Instant at = engine.ensure(new Work.Assemble(job.id));
        recorder.assemblyStarted(job, at);
        candidates.begin(
                job.id,
                JobDirectory.ENSEMBLE,
                JobDirectory.ENSEMBLE_NAME,
                ALGORITHM,
                "A weighted average of candidates.",
                budget.end(),
                at);
        recorder.move(job, state.next(Step.TRAINING_MODELS));
    }

    void advance(JobEntity job, JobLifecycle.InProgress state, TimeBudget budget) {
        Work.Assemble work = new Work.Assemble(job.id);
        Candidate ensemble = candidates
                .find(job.id, JobDirectory.ENSEMBLE_NAME)
                .orElseThrow(() -> new IllegalStateException("The ensemble of " + job.id + " is gone"));
        switch (engine.observe(work)) {
            case Observation.Absent _ -> engine.ensure(work);
            case Observation.Running _ -> {
                if (budget.over(recorder.now())) {
                    engine.stop(work);
                    Instant now = recorder.now();
                    recorder.assemblyEnded(job, now);
                    end(
                            job,
                            ensemble,
                            outcomes.resultOr(
                                    job,
                                    JobDirectory.ENSEMBLE,
                                    now,
                                    () -> new CandidateState.Stopped("It was ended at the job's time limit.", now)));
                    explanation.start(job, state, budget);
                }
            }
            case Observation.Exited exited -> {
                recorder.assemblyEnded(job, exited.at());
                end(job, ensemble, outcomes.of(job, ensemble, work, exited));
                explanation.start(job, state, budget);
            }
        }
    }

    private void end(JobEntity job, Candidate ensemble, CandidateState.Ended end) {
        directories
                .job(job.id)
                .result(JobDirectory.ENSEMBLE)
                .ifPresent(result -> candidates.describe(job.id, JobDirectory.ENSEMBLE, result.description()));
        outcomes.end(job, ensemble, end);
    }
}
