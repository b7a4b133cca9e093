package dev.atelier.autopilot.worker;

import dev.atelier.autopilot.worker.artefact.Model;
import dev.atelier.autopilot.worker.artefact.ModelFile;
import dev.atelier.autopilot.worker.data.DataFile;
import dev.atelier.autopilot.worker.data.Dataset;
import dev.atelier.autopilot.worker.data.Folds;
import dev.atelier.autopilot.worker.explain.Explainer;
import dev.atelier.autopilot.worker.explain.Explanation;
import dev.atelier.autopilot.worker.explain.RowExplanation;
import dev.atelier.autopilot.worker.job.Deadline;
import dev.atelier.autopilot.worker.job.JobDirectory;
import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.profile.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The {@code explain} step: leaves {@code explanation.json} beside the model of the ensemble or of a trial. */
final class ExplainStep {

    private static final double NANOS = 1e9;

    private final JobDirectory job;
    private final @Nullable Integer trial;
    private final @Nullable Double seconds;

    ExplainStep(JobDirectory job, @Nullable Integer trial, @Nullable Double seconds) {
        this.job = job;
        this.trial = trial;
        this.seconds = seconds;
    }

    /** Explains the rows of a file. */
    ExitCode rows(Path input, Path output) throws IOException {
        Deadline deadline = deadline();
        Profile profile = Worker.input(job.profile(), Profile.class);
        JobDirectory.Step step = trial == null ? job.ensemble() : job.trial(trial);
        if (!Files.exists(step.model())) {
            System.err.println("There is no model to be explained in " + step.root() + ".");
            return ExitCode.NOT_READY;
        }
        try (Model model = ModelFile.read(step.model())) {
            Dataset data = DataFile.read(job.data());
            Json.write(output, RowExplanation.of(trial, model, data, input, profile.seed(), deadline));
        }
        return ExitCode.DONE;
    }

    private Deadline deadline() {
        return seconds == null ? Deadline.NONE : Deadline.in(Duration.ofNanos((long) (NANOS * seconds)));
    }

    ExitCode run() throws IOException {
        Deadline deadline = deadline();
        Profile profile = Worker.input(job.profile(), Profile.class);
        JobDirectory.Step step = trial == null ? job.ensemble() : job.trial(trial);
        Files.deleteIfExists(step.explanation());
        if (!Files.exists(step.result()) || !Files.exists(step.model())) {
            System.err.println("There is no model to be explained in " + step.root() + ".");
            return ExitCode.NOT_READY;
        }
        try (Model model = ModelFile.read(step.model())) {
            Explanation explanation = new Explainer(
                            model, DataFile.read(job.data()), Folds.read(job.folds()), profile.seed())
                    .explain(trial, deadline);
            Json.write(step.explanation(), explanation);
        }
        return ExitCode.DONE;
    }
}
