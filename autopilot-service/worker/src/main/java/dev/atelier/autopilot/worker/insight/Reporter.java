package dev.atelier.autopilot.worker.insight;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.autopilot.worker.data.DataFile;
import dev.atelier.autopilot.worker.data.Folds;
import dev.atelier.autopilot.worker.data.PredictionFile;
import dev.atelier.autopilot.worker.job.JobDirectory;
import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.job.TrialResult;
import dev.atelier.autopilot.worker.profile.Profile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code insights} step: {@code insights.json} and {@code insights.html} for every trial that has a result and for the ensemble. */
public final class Reporter {

    private final JobDirectory job;
    private final Profile profile;

    public Reporter(JobDirectory job, Profile profile) {
        this.job = job;
        this.profile = profile;
    }

    /** Returns how many candidates there are reports of. */
    public int run() throws IOException {
        int[] measured = Folds.read(job.folds()).measuredRows();
        double[] target = DataFile.readTarget(job.data()).target();
        double[] truth = Arrays.stream(measured).mapToDouble(row -> target[row]).toArray();
        List<JobDirectory.Step> steps = new ArrayList<>(job.finishedTrials());
        if (Files.exists(job.ensemble().result())) {
            steps.add(job.ensemble());
        }
        int outputs = profile.problemType().outputs(profile.classLabels().size());
        int written = 0;
        for (JobDirectory.Step step : steps) {
            if (Files.exists(step.outOfFold())) {
                TrialResult result = Json.read(step.result(), TrialResult.class);
                double[] prediction = PredictionFile.read(step.outOfFold(), profile.rows(), outputs);
                Insights insights =
                        new Analysis(result, profile.classLabels(), truth, take(prediction, measured, outputs)).run();
                Json.write(step.insights(), insights);
                String page = new InsightsPage(profile, result, insights, explanation(step.root())).render();
                Json.writeAtomically(step.page(), page.getBytes(StandardCharsets.UTF_8));
                written++;
            }
        }
        return written;
    }

    private static double[] take(double[] predictions, int[] rows, int outputs) {
        double[] taken = new double[rows.length * outputs];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(predictions, rows[i] * outputs, taken, i * outputs, outputs);
        }
        return taken;
    }

    /** What {@code explain} has left. */
    private static @Nullable JsonNode explanation(Path step) throws IOException {
        Path file = step.resolve("explanation.json");
        return Files.exists(file) ? Json.mapper().readTree(file.toFile()) : null;
    }
}
