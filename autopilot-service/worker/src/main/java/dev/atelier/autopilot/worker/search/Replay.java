package dev.atelier.autopilot.worker.search;

import dev.atelier.autopilot.worker.job.TrialResult;
import dev.atelier.autopilot.worker.learner.Parameters;
import dev.atelier.autopilot.worker.search.Plan.PlannedTrial;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Makes a plan of what ran, from which the same models come again without a clock: a fold that time ended is given the number of its rounds, and a fit that
 * stops at its best round has the same best round.
 */
public final class Replay {

    /** The rounds of each fold, in order; a parameter of the plan that no learner sees. */
    static final String FOLD_ROUNDS = "fold_rounds";

    /** Where each fold's rounds were cut short; a number below 1 where they were not. */
    static final String FOLD_STOPS = "fold_stops";

    /** False where time was too short for a model of all rows after folds in order. */
    static final String REFIT = "refit";

    private Replay() {}

    /** The trial as it ran. */
    public static PlannedTrial recorded(PlannedTrial trial, TrialResult result) {
        boolean unfitted = Boolean.FALSE.equals(result.refitted());
        if (!result.truncated() && !unfitted) {
            return trial;
        }
        Map<String, Object> parameters = new TreeMap<>(trial.parameters());
        if (unfitted) {
            parameters.put(REFIT, false);
        }
        if (result.truncated()) {
            putRounds(parameters, result);
        }
        return new PlannedTrial(trial.trial(), trial.name(), trial.algorithm(), trial.description(), parameters);
    }

    private static void putRounds(Map<String, Object> parameters, TrialResult result) {
        parameters.put(
                FOLD_ROUNDS,
                result.folds().stream().map(TrialResult.FoldValue::rounds).toList());
        if (result.folds().stream().anyMatch(fold -> fold.stop() != null)) {
            parameters.put(
                    FOLD_STOPS,
                    result.folds().stream()
                            .map(fold -> Objects.requireNonNullElse(fold.stop(), 0))
                            .toList());
        }
    }

    /** A learner's parameters for one fold. */
    static Map<String, Object> ofFold(Map<String, Object> parameters, int fold) {
        if (!(parameters.get(FOLD_ROUNDS) instanceof List<?> rounds)) {
            return parameters;
        }
        Map<String, Object> own = new TreeMap<>(parameters);
        own.remove(FOLD_ROUNDS);
        own.remove(FOLD_STOPS);
        if (fold < rounds.size() && rounds.get(fold) instanceof Number number) {
            own.put(Parameters.ROUNDS, number.intValue());
        }
        if (parameters.get(FOLD_STOPS) instanceof List<?> stops
                && fold < stops.size()
                && stops.get(fold) instanceof Number stop
                && stop.intValue() > 0) {
            own.put(Parameters.STOP, stop.intValue());
        }
        return own;
    }
}
