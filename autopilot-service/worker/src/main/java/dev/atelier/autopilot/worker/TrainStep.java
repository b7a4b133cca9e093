package dev.atelier.autopilot.worker;

import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.job.JobDirectory;
import dev.atelier.autopilot.worker.job.JobRequest;
import dev.atelier.autopilot.worker.profile.Profile;
import dev.atelier.autopilot.worker.run.Engine;
import dev.atelier.autopilot.worker.search.Plan;
import java.io.IOException;
import java.time.Duration;

/** The {@code train} step: all trials of a profiled job, within a time; it goes on where one before it ended. */
final class TrainStep {

    private static final int DEFAULT_MEMORY_MEGABYTES = 4096;
    private static final long MEGA = 1L << 20;
    private static final double NANOS = 1e9;

    /** Ending the processes. */
    private static final double EXIT_SECONDS = 0.2;

    private final Arguments arguments;
    private final JobDirectory job;

    TrainStep(Arguments arguments, JobDirectory job) {
        this.arguments = arguments;
        this.job = job;
    }

    ExitCode run() throws IOException {
        JobRequest request = Worker.input(job.request(), JobRequest.class);
        Profile profile = Worker.input(job.profile(), Profile.class);
        Plan plan = Worker.input(job.plan(), Plan.class);
        Double budget = arguments.decimal("deadline-seconds");
        Deadline deadline = budget == null
                ? Deadline.NONE
                : Deadline.in(Duration.ofNanos((long) (NANOS * (budget - EXIT_SECONDS - RunStep.spent()))));
        int cores = Math.max(1, arguments.integer("cores", request.threadCount()));
        long memory = MEGA * arguments.integer("memory-megabytes", DEFAULT_MEMORY_MEGABYTES);
        try (Engine engine =
                Engine.forTrials(job, cores, budget, request.maxRuntimePerTrialSeconds(), deadline, memory)) {
            engine.warmUp();
            Integer asked = arguments.optional("candidates");
            return engine.train(asked == null ? request.maxCandidates() : asked, profile, plan) > 0
                    ? ExitCode.DONE
                    : ExitCode.NOT_READY;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERNAL;
        }
    }
}
