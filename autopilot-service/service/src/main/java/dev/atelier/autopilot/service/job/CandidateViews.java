package dev.atelier.autopilot.service.job;

import dev.atelier.api.identity.Caller;
import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.autopilot.service.candidate.Candidate;
import dev.atelier.autopilot.service.candidate.CandidateState;
import dev.atelier.autopilot.service.candidate.Candidates;
import dev.atelier.autopilot.service.experiment.CandidateStep;
import dev.atelier.autopilot.service.experiment.CandidateSteps;
import dev.atelier.autopilot.service.usage.Costs;
import dev.atelier.common.v1.Money;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shows candidates with what they cost. A job is billed as a whole, since candidates are trained side by side on one instance: each that
 * has ended has its share of what the job has cost so far, by how long it took, so that the shares add up to the bill.
 */
@ApplicationScoped
public class CandidateViews {
    private final JobService jobs;
    private final Candidates candidates;
    private final CandidateSteps steps;
    private final Costs costs;

    CandidateViews(JobService jobs, Candidates candidates, CandidateSteps steps, Costs costs) {
        this.jobs = jobs;
        this.candidates = candidates;
        this.steps = steps;
        this.costs = costs;
    }

    /** The leaderboard: the best first. */
    public Page<CandidateView> page(Caller caller, String jobName, PageRequest page) {
        AutoMLJob job = jobs.visible(caller, jobName);
        Page<Candidate> shown = candidates.page(job.id(), page);
        return new Page<>(views(job, shown.items()), shown.nextPageToken());
    }

    /** One candidate. */
    public CandidateView get(Caller caller, String jobName, String candidateName) {
        Candidate candidate = jobs.candidate(caller, jobName, candidateName);
        return views(jobs.visible(caller, jobName), List.of(candidate)).getFirst();
    }

    private List<CandidateView> views(AutoMLJob job, List<Candidate> shown) {
        Money spent = costs.with(List.of(job), one -> Costs.job(one.owner(), one.name()), (_, cost) -> cost)
                .getFirst()
                .costSoFar();
        long all = candidates.of(job.id()).stream()
                .mapToLong(CandidateViews::millis)
                .sum();
        Map<String, List<CandidateStep>> found =
                steps.of(job.name(), shown.stream().map(Candidate::name).toList());
        return shown.stream()
                .map(candidate -> new CandidateView(
                        candidate,
                        found.getOrDefault(candidate.name(), List.of()),
                        share(spent, millis(candidate), all)))
                .toList();
    }

    private static @Nullable Money share(@Nullable Money spent, long part, long all) {
        if (spent == null || part == 0) {
            return null;
        }
        BigDecimal amount = new BigDecimal(spent.getAmount())
                .multiply(BigDecimal.valueOf(part))
                .divide(BigDecimal.valueOf(all), MathContext.DECIMAL64);
        return spent.toBuilder()
                .setAmount(amount.stripTrailingZeros().toPlainString())
                .build();
    }

    /** How long it took; 0 while it is being trained. */
    private static long millis(Candidate candidate) {
        return candidate.state() instanceof CandidateState.Ended ended
                ? Math.max(
                        1,
                        Duration.between(candidate.creationTime(), ended.at()).toMillis())
                : 0;
    }
}
