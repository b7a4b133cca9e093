package dev.atelier.autopilot.service.job.rest;

import dev.atelier.autopilot.service.job.JobEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event of a job as it is streamed; which facts there are depends on the event: "status", "candidate" or "progress".
 *
 * @param fold a fold of the candidate that was finished, from 0
 * @param value of the metric
 */
@RegisterForReflection
record JobEventJson(
        Instant time,
        @Nullable String status,
        @Nullable String secondaryStatus,
        @Nullable String candidateName,
        @Nullable String algorithm,
        @Nullable Integer fold,
        @Nullable String metric,
        @Nullable Double value,
        @Nullable String message) {
    static JobEventJson of(JobEvent event) {
        JobEvent.Payload facts = event.payload();
        return new JobEventJson(
                event.time(),
                facts.status(),
                facts.secondaryStatus(),
                facts.candidateName(),
                facts.algorithm(),
                facts.fold(),
                facts.metric(),
                facts.value(),
                facts.message());
    }
}
