package dev.atelier.autopilot.service.job.rest;

import dev.atelier.autopilot.service.candidate.Candidate;
import dev.atelier.autopilot.service.candidate.CandidateState;
import dev.atelier.autopilot.service.candidate.Metric;
import dev.atelier.autopilot.service.experiment.CandidateStep;
import dev.atelier.autopilot.service.job.CandidateView;
import dev.atelier.common.v1.Money;
import dev.atelier.platform.json.MoneyJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A candidate as REST has it; what only a trained one has is absent until then.
 *
 * @param objectiveValue mean over the folds, or on the rows that are held out
 * @param rank 1 is the best
 * @param inferenceLatencyMillis median of single rows
 */
@RegisterForReflection
record CandidateJson(
        String candidateName,
        String autoMlJobName,
        String status,
        @Nullable String failureReason,
        @Nullable Integer rank,
        String algorithm,
        String description,
        @Nullable Double objectiveValue,
        List<Metric> metrics,
        @Nullable Duration trainingTime,
        @Nullable Long sizeBytes,
        @Nullable Double inferenceLatencyMillis,
        Instant creationTime,
        @Nullable Instant endTime,

        @Schema(description = "Trial components of the job's experiment; empty while it is trained, and within a job.")
        List<StepJson> steps,

        @Schema(
                description =
                        "Its share of what the job has cost so far, by how long it took; absent until it has ended, "
                                + "while billing cannot say, and within a job.")
        @Nullable
        MoneyJson cost) {
    /** A step of a candidate. */
    @RegisterForReflection
    record StepJson(
            @Schema(enumeration = {"processing", "training", "evaluation"})
            String stepType,

            @Schema(description = "Its parameters and metrics are those of this trial component.")
            String trialComponentName,

            @Nullable String status,
            @Nullable Instant startTime,
            @Nullable Instant endTime) {
        static StepJson of(CandidateStep step) {
            return new StepJson(
                    step.kind().label(), step.trialComponentName(), step.status(), step.startTime(), step.endTime());
        }
    }

    /** As it stands within a job. */
    static CandidateJson of(String jobName, Candidate candidate) {
        return of(jobName, new CandidateView(candidate, List.of(), null));
    }

    static CandidateJson of(String jobName, CandidateView view) {
        Candidate candidate = view.candidate();
        Money money = view.cost();
        List<StepJson> steps = view.steps().stream().map(StepJson::of).toList();
        MoneyJson cost = money == null ? null : MoneyJson.of(new BigDecimal(money.getAmount()), money.getCurrency());
        return switch (candidate.state()) {
            case CandidateState.InProgress _ -> bare(jobName, candidate, null, null, steps, cost);
            case CandidateState.Failed failed -> bare(jobName, candidate, failed.reason(), failed.at(), steps, cost);
            case CandidateState.Stopped stopped ->
                bare(jobName, candidate, stopped.reason(), stopped.at(), steps, cost);
            case CandidateState.Completed done ->
                new CandidateJson(
                        candidate.name(),
                        jobName,
                        done.label(),
                        null,
                        candidate.rank() == 0 ? null : candidate.rank(),
                        candidate.algorithm(),
                        candidate.description(),
                        done.objectiveValue(),
                        done.metrics(),
                        done.trainingTime(),
                        done.sizeBytes(),
                        done.inferenceLatencyMillis(),
                        candidate.creationTime(),
                        done.at(),
                        steps,
                        cost);
        };
    }

    private static CandidateJson bare(
            String jobName,
            Candidate candidate,
            @Nullable String reason,
            @Nullable Instant endTime,
            List<StepJson> steps,
            @Nullable MoneyJson cost) {
        return new CandidateJson(
                candidate.name(),
                jobName,
                candidate.state().label(),
                reason,
                null,
                candidate.algorithm(),
                candidate.description(),
                null,
                List.of(),
                null,
                null,
                null,
                candidate.creationTime(),
                endTime,
                steps,
                cost);
    }
}
