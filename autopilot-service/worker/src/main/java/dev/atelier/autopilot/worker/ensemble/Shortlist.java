package dev.atelier.autopilot.worker.ensemble;

import dev.atelier.autopilot.worker.job.JobDirectory.Step;
import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.job.TrialResult;
import dev.atelier.autopilot.worker.metric.Metric;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The trials from which an ensemble is chosen: the best, and the best of each algorithm, so that its time is bounded. */
final class Shortlist {

    private static final int MOST = 30;

    private record Ranked(Step step, TrialResult result) {

        double gain() {
            double gain = Metric.of(result.objectiveMetric()).gain(result.objectiveValue());
            return Double.isNaN(gain) ? Double.NEGATIVE_INFINITY : gain;
        }
    }

    private Shortlist() {}

    /** Some of the trials, in their order. */
    static List<Step> of(List<Step> steps) throws IOException {
        if (steps.size() <= MOST) {
            return steps;
        }
        List<Ranked> ranked = new ArrayList<>();
        for (Step step : steps) {
            ranked.add(new Ranked(step, Json.read(step.result(), TrialResult.class)));
        }
        ranked.sort(Comparator.comparingDouble(Ranked::gain).reversed());
        Set<Step> chosen = new HashSet<>();
        Set<String> algorithms = new HashSet<>();
        for (Ranked one : ranked) {
            if (algorithms.add(one.result().algorithm())) {
                chosen.add(one.step());
            }
        }
        for (Ranked one : ranked) {
            if (chosen.size() < MOST) {
                chosen.add(one.step());
            }
        }
        return steps.stream().filter(chosen::contains).toList();
    }
}
