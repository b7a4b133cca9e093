package dev.atelier.autopilot.service.candidate;

import java.time.Instant;

/**
 * A pipeline that a job trains.
 *
 * @param trial position in the job's plan; {@link dev.atelier.autopilot.service.engine.JobDirectory#ENSEMBLE} for the ensemble
 * @param algorithm for example "LightGBM" or "WeightedEnsemble"
 * @param description the pipeline in words
 * @param rank 1 is the best; 0 while it has no score
 */
public record Candidate(
        String jobId,
        int trial,
        String name,
        String algorithm,
        String description,
        CandidateState state,
        int rank,
        Instant creationTime) {}
