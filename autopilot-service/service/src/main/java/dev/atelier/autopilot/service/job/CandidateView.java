package dev.atelier.autopilot.service.job;

import dev.atelier.autopilot.service.candidate.Candidate;
import dev.atelier.common.v1.Money;
import org.jspecify.annotations.Nullable;

/**
 * A candidate with its share of what its job has cost.
 *
 * @param cost null until it has ended, and while billing cannot say
 */
public record CandidateView(Candidate candidate, @Nullable Money cost) {}
