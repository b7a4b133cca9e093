package dev.atelier.autopilot.worker;

import dev.atelier.autopilot.worker.Arguments.UsageException;
import dev.atelier.autopilot.worker.artefact.Model;
import dev.atelier.autopilot.worker.artefact.ModelFile;
import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.job.JobDirectory;
import dev.atelier.autopilot.worker.job.JobRequest;
import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.job.StepException;
import dev.atelier.autopilot.worker.profile.Profile;
import dev.atelier.autopilot.worker.run.Engine;
import dev.atelier.autopilot.worker.run.RunResult;
import dev.atelier.autopilot.worker.search.Plan;
import dev.atelier.autopilot.worker.serve.FileScorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The {@code run} step: from a CSV file to a model within a time, then, after that time, predictions for another file. */
final class RunStep {

    private static final int DEFAULT_MEMORY_MEGABYTES = 4096;
    private static final long MEGA = 1L << 20;
    private static final double NANOS = 1e9;

    /** Writing the last files and ending the process. */
    private static final double EXIT_SECONDS = 0.2;

    private final Arguments arguments;
    private final JobDirectory job;

    RunStep(Arguments arguments) {
        this.arguments = arguments;
        this.job = new JobDirectory(arguments.path("job"));
    }

    ExitCode run() throws IOException {
        Double budget = arguments.decimal("budget");
        Deadline deadline = budget == null
                ? Deadline.NONE
                : Deadline.in(Duration.ofNanos((long) (NANOS * (budget - EXIT_SECONDS - spent()))));
        Files.createDirectories(job.root());
        JobRequest request = request(budget);
        Json.write(job.request(), request);
        Plan replay = arguments.text("plan") == null ? null : Json.read(arguments.path("plan"), Plan.class);
        long memory = MEGA * arguments.integer("memory-megabytes", DEFAULT_MEMORY_MEGABYTES);
        try (Engine engine = new Engine(job, request.threadCount(), budget, deadline, memory)) {
            engine.warmUp();
            ExitCode profiled = new ProfileStep(job).run();
            if (profiled != ExitCode.DONE) {
                return profiled;
            }
            Profile profile = Json.read(job.profile(), Profile.class);
            Plan plan = replay == null ? Json.read(job.plan(), Plan.class) : replay;
            RunResult result = engine.run(request, profile, plan, replay != null);
            Json.write(job.root().resolve("run.json"), result);
        } catch (StepException e) {
            System.err.println(e.getMessage());
            return ExitCode.NOT_READY;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERNAL;
        }
        score();
        return ExitCode.DONE;
    }

    /** Seconds that the process has run already, the start of the JVM included. */
    static double spent() {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Math.max(
                        0, Duration.between(start, Clock.systemUTC().instant()).toMillis() / 1e3))
                .orElse(0.5);
    }

    private JobRequest request(@Nullable Double budget) {
        String type = arguments.text("problem-type");
        try {
            return new JobRequest(
                    arguments.path("data").toString(),
                    arguments.required("target"),
                    type == null ? null : ProblemType.of(type),
                    arguments.text("metric"),
                    arguments.optional("min-rows"),
                    null,
                    (long) arguments.integer("seed", 0),
                    arguments.optional("folds"),
                    arguments.optional("candidates"),
                    budget,
                    null,
                    arguments.integer("cores", Runtime.getRuntime().availableProcessors()),
                    arguments.text("group"),
                    arguments.text("time"),
                    arguments.text("weight"),
                    arguments.list("features"),
                    arguments.decimal("validation-fraction"),
                    null,
                    null);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private void score() throws IOException {
        if (arguments.text("test") != null) {
            Path output = arguments.path("output");
            try (Model model = ModelFile.read(job.ensemble().model())) {
                new FileScorer(model).score(arguments.path("test"), output);
            }
        }
    }
}
