package dev.atelier.autopilot.service.job;

import dev.atelier.autopilot.service.candidate.Candidate;
import dev.atelier.autopilot.service.candidate.CandidateState;
import dev.atelier.autopilot.service.candidate.Candidates;
import dev.atelier.autopilot.service.engine.JobDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The end of a job that nobody stopped: completed with at least one candidate, failed without. */
@ApplicationScoped
class JobEnd {
    private final JobRecorder recorder;
    private final Candidates candidates;

    JobEnd(JobRecorder recorder, Candidates candidates) {
        this.recorder = recorder;
        this.candidates = candidates;
    }

    void reach(JobEntity job, JobLifecycle.InProgress state) {
        List<Candidate> all = candidates.of(job.id);
        boolean any = all.stream().anyMatch(candidate -> candidate.state() instanceof CandidateState.Completed);
        recorder.move(job, any ? state.complete(completion(job, all)) : state.fail(noCandidate(job, all)));
    }

    private static JobLifecycle.Completion completion(JobEntity job, List<Candidate> all) {
        int planned = job.plannedTrials == null ? 0 : job.plannedTrials;
        long begun = all.stream()
                .filter(candidate -> candidate.trial() != JobDirectory.ENSEMBLE)
                .count();
        boolean stopped = all.stream().anyMatch(candidate -> candidate.state() instanceof CandidateState.Stopped);
        if (job.maxRuntimeMillis != null && (begun < planned || stopped)) {
            return JobLifecycle.Completion.MAX_RUNTIME;
        }
        Integer limit = job.maxCandidates;
        return limit != null && begun >= limit
                ? JobLifecycle.Completion.MAX_CANDIDATES
                : JobLifecycle.Completion.PLAN_FINISHED;
    }

    private static String noCandidate(JobEntity job, List<Candidate> all) {
        return all.stream()
                .map(candidate -> switch (candidate.state()) {
                    case CandidateState.Failed failed -> candidate.name() + ": " + failed.reason();
                    case CandidateState.Stopped stopped -> candidate.name() + ": " + stopped.reason();
                    case CandidateState.InProgress _, CandidateState.Completed _ -> "";
                })
                .filter(text -> !text.isEmpty())
                .findFirst()
                .map("No candidate was finished. "::concat)
                .orElse(
                        job.maxRuntimeMillis == null
                                ? "No candidate was begun: the worker that trains ended each time. Try again, or a smaller table."
                                : "No candidate was begun within the runtime limit. Allow more time.");
    }
}
