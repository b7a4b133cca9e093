/** Candidates: pipelines that a job trained, ranked by the job's objective. */
@NullMarked
package dev.atelier.autopilot.service.candidate;

import org.jspecify.annotations.NullMarked;
