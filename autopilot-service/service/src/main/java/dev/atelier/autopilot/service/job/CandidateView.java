package dev.atelier.autopilot.service.job;

import dev.atelier.autopilot.service.candidate.Candidate;
import dev.atelier.autopilot.service.experiment.CandidateStep;
import dev.atelier.common.v1.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A candidate with its steps and its share of what its job has cost.
 *
 * @param steps in order; none while it is trained
 * @param cost null until it has ended, and while billing cannot say
 */
public record CandidateView(
        Candidate candidate,
        List<CandidateStep> steps,
        @Nullable Money cost) {}
