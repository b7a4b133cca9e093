package dev.atelier.autopilot.worker;

import dev.atelier.autopilot.worker.data.DataFile;
import dev.atelier.autopilot.worker.job.JobDirectory;
import dev.atelier.autopilot.worker.job.JobRequest;
import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.job.RefusedException;
import dev.atelier.autopilot.worker.profile.Profile;
import dev.atelier.autopilot.worker.profile.Profiler;
import dev.atelier.autopilot.worker.search.Plan;
import dev.atelier.autopilot.worker.search.Portfolio;
import java.io.IOException;
import java.nio.file.Files;

/** The {@code profile} step: checks the data set, then leaves its cache, the folds, the plan and, last, the profile. */
final class ProfileStep {

    private final JobDirectory job;

    ProfileStep(JobDirectory job) {
        this.job = job;
    }

    ExitCode run() throws IOException {
        long start = System.nanoTime();
        JobRequest request = Worker.input(job.request(), JobRequest.class);
        if (request.datasetPath() == null || request.targetColumn() == null) {
            throw new Arguments.UsageException("request.json needs datasetPath and targetColumn.");
        }
        Files.deleteIfExists(job.refusal());
        Files.deleteIfExists(job.profile());
        try {
            Profiler.Profiled profiled = new Profiler(request).profile();
            Profile profile = profiled.profile();
            DataFile.write(job.data(), profiled.data());
            profiled.folds().write(job.folds());
            Plan plan = Portfolio.plan(
                    profile.problemType(), profile.rows(), profile.target().skewed(), request.maxCandidates());
            Json.write(job.plan(), plan);
            double seconds = (System.nanoTime() - start) / 1e9;
            Json.write(job.profile(), profile.planned(plan.trials().size(), seconds));
            return ExitCode.DONE;
        } catch (RefusedException e) {
            Json.write(job.refusal(), e.refusal());
            System.err.println(e.getMessage());
            return ExitCode.REFUSED;
        }
    }
}
