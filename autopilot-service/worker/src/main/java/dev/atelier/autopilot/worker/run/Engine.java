package dev.atelier.autopilot.worker.run;

import dev.atelier.autopilot.worker.ensemble.Assembler;
import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.job.Failure;
import dev.atelier.autopilot.worker.job.JobDirectory;
import dev.atelier.autopilot.worker.job.JobRequest;
import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.job.StepException;
import dev.atelier.autopilot.worker.job.TrialResult;
import dev.atelier.autopilot.worker.metric.Metric;
import dev.atelier.autopilot.worker.profile.Profile;
import dev.atelier.autopilot.worker.search.LocalSearch;
import dev.atelier.autopilot.worker.search.Plan;
import dev.atelier.autopilot.worker.search.Plan.PlannedTrial;
import dev.atelier.autopilot.worker.search.Scheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Trains within a time: as many trials side by side as there are cores, each on one thread in a process of its own, then the ensemble. That uses the cores better
 * than one trial on all of them, since five folds on two threads leave one idle at the end of each trial.
 */
public final class Engine implements AutoCloseable {

    private static final double MEMORY_SAMPLE_SECONDS = 0.25;
    private static final double MILLIS = 1e3;
    private static final long MEGA = 1L << 20;
    private static final int LEAST_HEAP_MEGABYTES = 256;

    /** As SageMaker has it when nothing is said. */
    private static final int MOST_CANDIDATES = 250;

    private final JobDirectory job;
    private final int cores;
    private final TimeShare time;
    private final List<Lane> lanes = new ArrayList<>();
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(
            1, Thread.ofPlatform().daemon().name("timer").factory());
    private final Memory memory;

    /**
     * Prepares a run.
     *
     * @param deadline when the model must be there
     * @param budgetSeconds the whole time, null for none
     * @param memoryBytes for all processes together
     */
    public Engine(JobDirectory job, int cores, @Nullable Double budgetSeconds, Deadline deadline, long memoryBytes) {
        this(job, cores, new TimeShare(budgetSeconds, deadline, true, null), memoryBytes);
    }

    private Engine(JobDirectory job, int cores, TimeShare time, long memoryBytes) {
        this.job = job;
        this.cores = cores;
        this.time = time;
        int heap = (int) Math.max(LEAST_HEAP_MEGABYTES, memoryBytes / MEGA / 2 / (cores + 1));
        for (int i = 0; i < cores; i++) {
            lanes.add(new Lane(job, job.root().resolve("lane-" + i + ".log"), heap, timer));
        }
        this.memory = new Memory(memoryBytes, lanes);
    }

    /**
     * An engine that leaves the ensemble to somebody else.
     *
     * @param budgetSeconds the whole time, null for none
     * @param trialSeconds the most that a trial may take; null for no limit of its own
     */
    public static Engine forTrials(
            JobDirectory job,
            int cores,
            @Nullable Double budgetSeconds,
            @Nullable Double trialSeconds,
            Deadline deadline,
            long memoryBytes) {
        return new Engine(job, cores, new TimeShare(budgetSeconds, deadline, false, trialSeconds), memoryBytes);
    }

    /** Starts the processes early, so that they are warm when the profile is there. */
    public void warmUp() throws IOException {
        for (Lane lane : lanes) {
            lane.start();
        }
        long sample = (long) (MILLIS * MEMORY_SAMPLE_SECONDS);
        var _ = timer.scheduleAtFixedRate(memory::check, sample, sample, TimeUnit.MILLISECONDS);
    }

    /**
     * Runs the plan and what local search adds to it, and assembles.
     *
     * @param replay whether exactly the plan is run
     * @throws StepException when no trial succeeded
     */
    public RunResult run(JobRequest request, Profile profile, Plan plan, boolean replay)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        Metric objective = Metric.of(profile.objectiveMetric());
        int most = replay
                ? plan.trials().size()
                : request.maxCandidates() != null
                        ? request.maxCandidates()
                        : time.limited() ? Integer.MAX_VALUE : plan.trials().size();
        LocalSearch search = new LocalSearch(profile.problemType(), profile.rows(), profile.seed());
        Scheduler scheduler = new Scheduler(plan, search, objective, most, time.limited());
        train(scheduler, profile);
        lanes.forEach(Lane::close);
        Json.write(job.plan(), scheduler.recorded());
        TrialResult ensemble = assemble(profile, scheduler);
        return new RunResult(
                1,
                time.budgetSeconds(),
                time.spentSeconds(start),
                ensemble.objectiveMetric(),
                ensemble.objectiveValue(),
                scheduler.finishedTrials(),
                scheduler.skipped().stream().map(PlannedTrial::name).toList(),
                List.copyOf(failures),
                RunResult.Candidate.of(results(), ensemble),
                memory.peak(),
                job.ensemble().model().toString());
    }

    private List<TrialResult> results() throws IOException {
        List<TrialResult> results = new ArrayList<>();
        for (JobDirectory.Step step : job.finishedTrials()) {
            results.add(Json.read(step.result(), TrialResult.class));
        }
        return results;
    }

    /**
     * Runs the plan and what local search adds to it. What a run before this one has begun is not begun again.
     *
     * @param asked the greatest number of candidates; null for as many as time allows
     * @return how many trials have a result
     */
    public int train(@Nullable Integer asked, Profile profile, Plan plan) throws IOException, InterruptedException {
        int most = asked != null
                ? asked
                : time.limited() ? MOST_CANDIDATES : plan.trials().size();
        LocalSearch search = new LocalSearch(profile.problemType(), profile.rows(), profile.seed());
        Scheduler scheduler = new Scheduler(plan, search, Metric.of(profile.objectiveMetric()), most, time.limited());
        for (PlannedTrial trial : plan.trials()) {
            JobDirectory.Step step = job.trial(trial.trial());
            if (Files.exists(step.result())) {
                scheduler.adopt(trial, Json.read(step.result(), TrialResult.class));
            } else if (Files.isDirectory(step.root())) {
                if (!Files.exists(step.failure())) {
                    fail(trial, step, "It was running when its engine ended.");
                }
                scheduler.adopt(trial, null);
            }
        }
        train(scheduler, profile);
        lanes.forEach(Lane::close);
        publish(scheduler);
        return scheduler.finishedTrials();
    }

    private void train(Scheduler scheduler, Profile profile) throws InterruptedException {
        CountDownLatch latch = new CountDownLatch(lanes.size());
        for (Lane lane : lanes) {
            Thread.ofPlatform().daemon().name("lane").start(() -> {
                try {
                    work(lane, scheduler, profile);
                } catch (IOException e) {
                    failures.add("lane: " + e.getMessage());
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                } finally {
                    latch.countDown();
                }
            });
        }
        latch.await();
    }

    private void work(Lane lane, Scheduler scheduler, Profile profile) throws IOException, InterruptedException {
        while (!time.trialsOver()) {
            @Nullable Double limit = time.trialLimit();
            Optional<PlannedTrial> next = scheduler.next(time.trialSecondsLeft(), limit);
            if (next.isEmpty()) {
                limit = time.lastTrialLimit();
                next = scheduler.next(time.trialSecondsLeft(), limit);
            }
            if (next.isEmpty()) {
                return;
            }
            PlannedTrial trial = next.get();
            try {
                conduct(lane, trial, limit, scheduler);
            } catch (IOException e) {
                scheduler.failed(trial);
                throw e;
            }
            if (time.probeIsDue(scheduler.finishedTrials())) {
                probe(profile);
            }
        }
    }

    private void conduct(Lane lane, PlannedTrial trial, @Nullable Double limit, Scheduler scheduler)
            throws IOException {
        publish(scheduler);
        Lane.Answer answer = lane.run(trial.trial(), limit);
        JobDirectory.Step step = job.trial(trial.trial());
        if (Files.exists(step.result())) {
            scheduler.finished(trial, Json.read(step.result(), TrialResult.class));
        } else {
            fail(trial, step, answer.reason());
            scheduler.failed(trial);
        }
    }

    /** The plan as it is known, so that a lane finds its trial and others see what runs. */
    private synchronized void publish(Scheduler scheduler) throws IOException {
        Json.write(job.plan(), scheduler.all());
    }

    private void fail(PlannedTrial trial, JobDirectory.Step step, String reason) throws IOException {
        String message = reason;
        if (Files.exists(step.failure())) {
            message = Json.read(step.failure(), Failure.class).message();
        } else {
            Files.createDirectories(step.root());
            Json.write(step.failure(), new Failure(trial.trial(), Failure.Code.MODEL_ERROR, reason));
        }
        failures.add(trial.name() + ": " + message);
    }

    /** A first ensemble: an answer if everything later fails, and how long an ensemble takes. */
    private void probe(Profile profile) {
        long start = System.nanoTime();
        try {
            new Assembler(job, profile, 1, Clock.systemUTC()).run();
            time.probed((System.nanoTime() - start) / 1e9);
        } catch (IOException | RuntimeException e) {
            failures.add("ensemble: " + e);
        }
    }

    private TrialResult assemble(Profile profile, Scheduler scheduler) throws IOException, InterruptedException {
        if (scheduler.finishedTrials() == 0) {
            throw new StepException(
                    Failure.Code.NOT_READY,
                    "No candidate could be trained: "
                            + (failures.isEmpty() ? "the time was too short." : failures.getFirst()));
        }
        Thread last = Thread.ofPlatform().daemon().name("assemble").start(() -> {
            try {
                new Assembler(job, profile, cores, Clock.systemUTC()).run();
            } catch (IOException | RuntimeException e) {
                failures.add("ensemble: " + e);
            }
        });
        boolean answered = Files.exists(job.ensemble().result());
        double patience = time.secondsLeft();
        if (answered && Double.isFinite(patience)) {
            last.join(Math.max(1, (long) (MILLIS * patience)));
        } else {
            last.join();
        }
        return Json.read(job.ensemble().result(), TrialResult.class);
    }

    @Override
    public void close() {
        lanes.forEach(Lane::close);
        timer.shutdownNow();
    }
}
