package dev.atelier.autopilot.service.job;

import dev.atelier.autopilot.service.candidate.CandidateState;
import dev.atelier.autopilot.service.candidate.Candidates;
import dev.atelier.autopilot.service.engine.Exit;
import dev.atelier.autopilot.service.engine.Observation;
import dev.atelier.autopilot.service.engine.TrialEngine;
import dev.atelier.autopilot.service.engine.Work;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** The last part of a job: reports about its candidates. A report that fails or has no time costs the job nothing else. */
@ApplicationScoped
class ReportPhase {
    private static final Logger LOG = Logger.getLogger(ReportPhase.class);

    private final TrialEngine engine;
    private final JobRecorder recorder;
    private final Candidates candidates;
    private final JobEnd end;

    ReportPhase(TrialEngine engine, JobRecorder recorder, Candidates candidates, JobEnd end) {
        this.engine = engine;
        this.recorder = recorder;
        this.candidates = candidates;
        this.end = end;
    }

    /** Begins, or ends the job at once when there is nothing to report on or no time for it. */
    void start(JobEntity job, JobLifecycle.InProgress state, TimeBudget budget) {
        boolean any = candidates.of(job.id).stream()
                .anyMatch(candidate -> candidate.state() instanceof CandidateState.Completed);
        if (!any || budget.over(recorder.now())) {
            end.reach(job, state);
            return;
        }
        recorder.reportStarted(job, engine.ensure(new Work.Insights(job.id)));
        recorder.move(job, state.next(Step.GENERATING_MODEL_INSIGHTS_REPORT));
    }

    void advance(JobEntity job, JobLifecycle.InProgress state, TimeBudget budget) {
        Work.Insights work = new Work.Insights(job.id);
        switch (engine.observe(work)) {
            case Observation.Absent _ -> engine.ensure(work);
            case Observation.Running _ -> {
                if (budget.over(recorder.now())) {
                    engine.stop(work);
                    recorder.reportEnded(job, recorder.now());
                    end.reach(job, state);
                }
            }
            case Observation.Exited exited -> {
                if (!exited.exit().equals(new Exit.Code(0))) {
                    LOG.warnf(
                            "no insights; job=%s worker=%s words=%s",
                            job.name, exited.exit().describe(), engine.lastWords(work));
                }
                recorder.reportEnded(job, exited.at());
                end.reach(job, state);
            }
        }
    }
}
