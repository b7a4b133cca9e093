package dev.atelier.autopilot.service.job;

import dev.atelier.api.error.FieldViolation;
import dev.atelier.autopilot.service.engine.JobDirectory;
import dev.atelier.autopilot.service.engine.WorkerFiles;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A candidate that a caller wants trained, as a candidate of another job describes it.
 *
 * @param trial its number, which its random numbers depend on
 * @param parameters numbers, strings, booleans and lists of numbers by name; what the algorithm does not know fails the candidate
 */
@RegisterForReflection
public record AskedTrial(
        int trial,
        @Nullable String name,
        @Nullable String algorithm,
        @Nullable Map<String, Object> parameters) {
    private static final int MAX_TRIALS = 250;
    private static final int MAX_NUMBER = 100_000;
    private static final int MAX_PARAMETERS = 100;
    private static final int MAX_TEXT = 200;
    private static final Set<String> ALGORITHMS = Set.of(
            "Linear", "LightGBM", "XGBoost", "ObliviousTrees", "ExtraTrees", "RandomForest", "KNeighbors", "MLP");

    static void check(List<AskedTrial> trials, List<FieldViolation> violations) {
        if (trials.isEmpty() || trials.size() > MAX_TRIALS) {
            violations.add(new FieldViolation("trials", "must have 1 to %d entries".formatted(MAX_TRIALS)));
            return;
        }
        Set<Integer> numbers = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < trials.size(); i++) {
            AskedTrial asked = trials.get(i);
            String field = "trials[%d].".formatted(i);
            if (asked.trial < 0 || asked.trial > MAX_NUMBER || !numbers.add(asked.trial)) {
                violations.add(new FieldViolation(field + "trial", "must be between 0 and 100000 and there once"));
            }
            String name = asked.name;
            if (name == null || !name.matches("[a-zA-Z0-9][a-zA-Z0-9_-]{0,62}") || !names.add(name)) {
                violations.add(new FieldViolation(
                        field + "name", "must be letters, digits, '-' and '_', at most 63, and there once"));
            }
            if (JobDirectory.ENSEMBLE_NAME.equals(name)) {
                violations.add(new FieldViolation(field + "name", "is what the ensemble is called; choose another"));
            }
            if (asked.algorithm == null || !ALGORITHMS.contains(asked.algorithm)) {
                violations.add(new FieldViolation(
                        field + "algorithm",
                        "must be one of " + ALGORITHMS.stream().sorted().toList()));
            }
            if (!simple(asked.parametersOrNone())) {
                violations.add(
                        new FieldViolation(
                                field + "parameters",
                                "must be at most 100 finite numbers, lists of at most 100, booleans and short strings by name"));
            }
        }
    }

    private static boolean simple(Map<String, Object> parameters) {
        return parameters.size() <= MAX_PARAMETERS
                && parameters.entrySet().stream()
                        .allMatch(entry -> entry.getKey().length() <= MAX_TEXT
                                && switch (entry.getValue()) {
                                    case Boolean _ -> true;
                                    case String text -> text.length() <= MAX_TEXT;
                                    case List<?> list ->
                                        list.size() <= MAX_PARAMETERS
                                                && list.stream().allMatch(AskedTrial::finite);
                                    case null -> false;
                                    case Object value -> finite(value);
                                });
    }

    private static boolean finite(@Nullable Object value) {
        return value instanceof Number number && Double.isFinite(number.doubleValue());
    }

    Map<String, Object> parametersOrNone() {
        return parameters == null ? Map.of() : parameters;
    }

    WorkerFiles.PlannedTrial planned() {
        return new WorkerFiles.PlannedTrial(
                trial,
                String.valueOf(name),
                String.valueOf(algorithm),
                "%s as it was asked for".formatted(algorithm),
                parametersOrNone());
    }
}
