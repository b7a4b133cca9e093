package dev.atelier.autopilot.worker.search;

import dev.atelier.autopilot.worker.job.TrialResult;
import dev.atelier.autopilot.worker.learner.Parameters;
import dev.atelier.autopilot.worker.search.Plan.PlannedTrial;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes a plan of what ran, from which the same models come again without a clock: a fold that time ended is given the number of its rounds, and a fit that
 * stops at its best round has the same best round.
 */
public final class Replay {

    /** The rounds of each fold, in order; a parameter of the plan that no learner sees. */
    static final String FOLD_ROUNDS = "fold_rounds";

    private Replay() {}

    /** The trial as it ran. */
    public static PlannedTrial recorded(PlannedTrial trial, TrialResult result) {
        if (!result.truncated()) {
            return trial;
        }
        Map<String, Object> parameters = new TreeMap<>(trial.parameters());
        parameters.put(
                FOLD_ROUNDS,
                result.folds().stream().map(TrialResult.FoldValue::rounds).toList());
        return new PlannedTrial(trial.trial(), trial.name(), trial.algorithm(), trial.description(), parameters);
    }

    /** A learner's parameters for one fold. */
    static Map<String, Object> ofFold(Map<String, Object> parameters, int fold) {
        if (!(parameters.get(FOLD_ROUNDS) instanceof List<?> rounds)) {
            return parameters;
        }
        Map<String, Object> own = new TreeMap<>(parameters);
        own.remove(FOLD_ROUNDS);
        if (fold < rounds.size() && rounds.get(fold) instanceof Number number) {
            own.put(Parameters.ROUNDS, number.intValue());
        }
        return own;
    }
}
