package dev.atelier.autopilot.worker;

import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.job.EventLog;
import dev.atelier.autopilot.worker.job.Failure;
import dev.atelier.autopilot.worker.job.JobDirectory;
import dev.atelier.autopilot.worker.job.JobRequest;
import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.job.StepException;
import dev.atelier.autopilot.worker.job.TrialResult;
import dev.atelier.autopilot.worker.profile.Profile;
import dev.atelier.autopilot.worker.search.Plan;
import dev.atelier.autopilot.worker.search.Plan.PlannedTrial;
import dev.atelier.autopilot.worker.search.TrialRunner;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code trial} step with its time limit: a watchdog ends the process when native code does not come back in time. */
final class TrialStep {

    private static final double RESERVE_SHARE = 0.06;
    private static final double RESERVE_SECONDS = 1;
    private static final double MOST_RESERVE = 0.3;
    private static final double WATCHDOG_SECONDS = 0.1;
    private static final double NANOS = 1e9;

    private final JobDirectory job;
    private final Clock clock;
    private final @Nullable Integer threads;
    private final Object ending = new Object();
    private boolean ended;

    /**
     * A step.
     *
     * @param threads null: as the request says
     */
    TrialStep(JobDirectory job, Clock clock, @Nullable Integer threads) {
        this.job = job;
        this.clock = clock;
        this.threads = threads;
    }

    /** Runs a trial in a process of its own, whose start counts as the trial's. */
    ExitCode run(int number, @Nullable Double deadlineSeconds) throws IOException {
        return run(number, deadlineSeconds, sinceStart(clock.instant()));
    }

    /** Runs a trial in a process that runs others before and after it; its time begins now. */
    ExitCode runNow(int number, @Nullable Double deadlineSeconds) throws IOException {
        return run(number, deadlineSeconds, 0);
    }

    private ExitCode run(int number, @Nullable Double deadlineSeconds, double spent) throws IOException {
        JobRequest request = Worker.input(job.request(), JobRequest.class);
        Profile profile = Worker.input(job.profile(), Profile.class);
        Plan plan = Worker.input(job.plan(), Plan.class);
        PlannedTrial trial = plan.trials().stream()
                .filter(candidate -> candidate.trial() == number)
                .findFirst()
                .orElseThrow(() -> new Arguments.UsageException("The plan has no trial " + number + "."));
        JobDirectory.Step step = job.trial(number);
        step.reset();
        Double limit = deadlineSeconds == null ? request.maxRuntimePerTrialSeconds() : deadlineSeconds;
        Deadline deadline = Deadline.NONE;
        if (limit != null) {
            double left = limit - spent;
            watch(step, number, left - WATCHDOG_SECONDS);
            double reserve = Math.min(RESERVE_SECONDS + RESERVE_SHARE * limit, MOST_RESERVE * limit);
            deadline = Deadline.in(Duration.ofNanos((long) (NANOS * (left - reserve))));
        }
        try (EventLog events = new EventLog(step.events(), clock)) {
            return run(request, profile, trial, step, deadline, events);
        } finally {
            synchronized (ending) {
                ended = true;
            }
        }
    }

    private ExitCode run(
            JobRequest request,
            Profile profile,
            PlannedTrial trial,
            JobDirectory.Step step,
            Deadline deadline,
            EventLog events)
            throws IOException {
        try {
            TrialResult result = new TrialRunner(job, profile, threads == null ? request.threadCount() : threads, clock)
                    .run(trial, deadline, events);
            commit(step, result);
            events.append("finished", Map.of("metric", result.objectiveMetric(), "value", result.objectiveValue()));
            return ExitCode.DONE;
        } catch (StepException e) {
            fail(step, events, trial.trial(), e.code(), String.valueOf(e.getMessage()));
            return e.code() == Failure.Code.DEADLINE_EXCEEDED ? ExitCode.DEADLINE : ExitCode.INTERNAL;
        } catch (OutOfMemoryError e) {
            fail(
                    step,
                    events,
                    trial.trial(),
                    Failure.Code.OUT_OF_MEMORY,
                    "The Java heap is too small: " + e.getMessage());
            return ExitCode.OUT_OF_MEMORY;
        } catch (RuntimeException e) {
            e.printStackTrace();
            fail(step, events, trial.trial(), Failure.Code.INTERNAL, e.toString());
            return ExitCode.INTERNAL;
        }
    }

    /** Either the result or the watchdog's failure is written, never both. */
    private void commit(JobDirectory.Step step, TrialResult result) throws IOException {
        synchronized (ending) {
            Json.write(step.result(), result);
            ended = true;
        }
    }

    private static void fail(JobDirectory.Step step, EventLog events, int trial, Failure.Code code, String message)
            throws IOException {
        Json.write(step.failure(), new Failure(trial, code, message));
        events.append("failed", Map.of("code", code.label(), "message", message));
        System.err.println(message);
    }

    /** Seconds that the process has run already, the start of the JVM included. */
    private static double sinceStart(Instant now) {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Math.max(0, Duration.between(start, now).toMillis() / 1e3))
                .orElse(0.5);
    }

    private void watch(JobDirectory.Step step, int trial, double seconds) {
        long nanos = (long) (NANOS * Math.max(0, seconds));
        Thread.ofPlatform().daemon().name("watchdog").start(() -> {
            try {
                Thread.sleep(Duration.ofNanos(nanos));
            } catch (InterruptedException _) {
                return;
            }
            synchronized (ending) {
                if (!ended) {
                    halt(step, trial);
                }
            }
        });
    }

    private static void halt(JobDirectory.Step step, int trial) {
        try {
            Json.write(
                    step.failure(),
                    new Failure(trial, Failure.Code.DEADLINE_EXCEEDED, "The trial did not end within its time."));
        } catch (IOException e) {
            System.err.println("No trace of the deadline could be written: " + e.getMessage());
        }
        Runtime.getRuntime().halt(ExitCode.DEADLINE.code());
    }
}
