package dev.atelier.autopilot.worker;

import dev.atelier.autopilot.worker.ensemble.Assembler;
import dev.atelier.autopilot.worker.job.Failure;
import dev.atelier.autopilot.worker.job.JobDirectory;
import dev.atelier.autopilot.worker.job.JobRequest;
import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.job.StepException;
import dev.atelier.autopilot.worker.profile.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;

/** The {@code assemble} step. A failure leaves the ensemble of before in place. */
final class AssembleStep {

    private final JobDirectory job;
    private final Clock clock;

    AssembleStep(JobDirectory job, Clock clock) {
        this.job = job;
        this.clock = clock;
    }

    ExitCode run() throws IOException {
        JobRequest request = Worker.input(job.request(), JobRequest.class);
        Profile profile = Worker.input(job.profile(), Profile.class);
        try {
            new Assembler(job, profile, request.threadCount(), clock).run();
            return ExitCode.DONE;
        } catch (StepException e) {
            fail(e.code(), String.valueOf(e.getMessage()));
            return e.code() == Failure.Code.NOT_READY ? ExitCode.NOT_READY : ExitCode.INTERNAL;
        } catch (OutOfMemoryError e) {
            fail(Failure.Code.OUT_OF_MEMORY, "The Java heap is too small: " + e.getMessage());
            return ExitCode.OUT_OF_MEMORY;
        }
    }

    private void fail(Failure.Code code, String message) throws IOException {
        Files.createDirectories(job.ensemble().root());
        Json.write(job.ensemble().failure(), new Failure(null, code, message));
        System.err.println(message);
    }
}
