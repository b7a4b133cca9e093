package dev.atelier.autopilot.service.job;

import dev.atelier.autopilot.service.candidate.Candidate;
import dev.atelier.autopilot.service.candidate.CandidateState;
import dev.atelier.autopilot.service.candidate.Candidates;
import dev.atelier.autopilot.service.engine.JobDirectory;
import dev.atelier.autopilot.service.engine.TrialEngine;
import dev.atelier.autopilot.service.engine.Work;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** From Stopping to Stopped: everything that runs is ended; what is finished is kept and ranked. */
@ApplicationScoped
class StopPhase {
    private final TrialEngine engine;
    private final JobRecorder recorder;
    private final Candidates candidates;
    private final Outcomes outcomes;
    private final TrainingPhase training;
    private final ExplanationPhase explanation;

    StopPhase(
            TrialEngine engine,
            JobRecorder recorder,
            Candidates candidates,
            Outcomes outcomes,
            TrainingPhase training,
            ExplanationPhase explanation) {
        this.explanation = explanation;
        this.training = training;
        this.engine = engine;
        this.recorder = recorder;
        this.candidates = candidates;
        this.outcomes = outcomes;
    }

    void advance(JobEntity job, JobLifecycle.Stopping state) {
        engine.stop(new Work.Profile(job.id));
        training.stop(job);
        explanation.stop(job);
        engine.stop(new Work.Insights(job.id));
        for (Candidate candidate : candidates.of(job.id)) {
            if (candidate.state() instanceof CandidateState.InProgress) {
                if (candidate.trial() == JobDirectory.ENSEMBLE) {
                    engine.stop(new Work.Assemble(job.id));
                }
                Instant now = recorder.now();
                outcomes.end(
                        job,
                        candidate,
                        outcomes.resultOr(
                                job,
                                candidate.trial(),
                                now,
                                () -> new CandidateState.Stopped("The job was stopped.", now)));
            }
        }
        Instant now = recorder.now();
        recorder.analysisEnded(job, now);
        recorder.trainingEnded(job, now);
        recorder.assemblyEnded(job, now);
        recorder.explanationEnded(job, now);
        recorder.reportEnded(job, now);
        recorder.move(job, state.stopped());
    }
}
