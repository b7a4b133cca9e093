package dev.atelier.autopilot.service.job;

import dev.atelier.autopilot.service.candidate.Candidate;
import dev.atelier.autopilot.service.candidate.CandidateState;
import dev.atelier.autopilot.service.candidate.Candidates;
import dev.atelier.autopilot.service.engine.Exit;
import dev.atelier.autopilot.service.engine.Observation;
import dev.atelier.autopilot.service.engine.TrialEngine;
import dev.atelier.autopilot.service.engine.Work;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * GeneratingExplainabilityReport: what the best candidate depends on, for its users and for the report that follows. An explanation that
 * fails or has no time costs the job nothing else.
 */
@ApplicationScoped
class ExplanationPhase {
    private static final Logger LOG = Logger.getLogger(ExplanationPhase.class);

    private final TrialEngine engine;
    private final JobRecorder recorder;
    private final Candidates candidates;
    private final ReportPhase reports;

    ExplanationPhase(TrialEngine engine, JobRecorder recorder, Candidates candidates, ReportPhase reports) {
        this.engine = engine;
        this.recorder = recorder;
        this.candidates = candidates;
        this.reports = reports;
    }

    /** Begins, or goes on to the reports at once when there is nothing to explain or no time for it. */
    void start(JobEntity job, JobLifecycle.InProgress state, TimeBudget budget) {
        Optional<Work.Explain> work = work(job, budget);
        if (work.isEmpty()) {
            reports.start(job, state, budget);
            return;
        }
        recorder.explanationStarted(job, engine.ensure(work.get()));
        recorder.move(job, state.next(Step.GENERATING_EXPLAINABILITY_REPORT));
    }

    void advance(JobEntity job, JobLifecycle.InProgress state, TimeBudget budget) {
        Work.Explain known = any(job);
        switch (engine.observe(known)) {
            case Observation.Absent _ -> {
                Optional<Work.Explain> work = work(job, budget);
                if (work.isPresent()) {
                    engine.ensure(work.get());
                } else {
                    recorder.explanationEnded(job, recorder.now());
                    reports.start(job, state, budget);
                }
            }
            case Observation.Running _ -> {
                if (budget.explanationOver(recorder.now())) {
                    stop(job);
                    recorder.explanationEnded(job, recorder.now());
                    reports.start(job, state, budget);
                }
            }
            case Observation.Exited exited -> {
                if (!exited.exit().equals(new Exit.Code(0))) {
                    LOG.warnf(
                            "no explanation; job=%s worker=%s words=%s",
                            job.name, exited.exit().describe(), engine.lastWords(known));
                }
                recorder.explanationEnded(job, exited.at());
                reports.start(job, state, budget);
            }
        }
    }

    /** Ends it if it runs. */
    void stop(JobEntity job) {
        engine.stop(any(job));
    }

    /** Work is found by its id; what it would be started with does not matter. */
    private static Work.Explain any(JobEntity job) {
        return new Work.Explain(job.id, 0, Duration.ZERO);
    }

    private Optional<Work.Explain> work(JobEntity job, TimeBudget budget) {
        return budget.explanationLimit(recorder.now())
                .flatMap(limit -> candidates.of(job.id).stream()
                        .filter(candidate -> candidate.state() instanceof CandidateState.Completed)
                        .min(Comparator.comparingInt(Candidate::rank))
                        .map(best -> new Work.Explain(job.id, best.trial(), limit)));
    }
}
