package dev.atelier.autopilot.worker.search;

import dev.atelier.autopilot.worker.learner.Algorithm;
import dev.atelier.autopilot.worker.search.LocalSearch.Observed;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * How long a trial will take, from what others took: as the median of its algorithm's, and of all when it has none. Boosting takes the inverse of its learning
 * rate: half the rate needs about twice the rounds. What time ended early would have taken longer than it did.
 */
final class Durations {

    /** A fit that time ends early is worth something, less than this part of it is not. */
    private static final double WORTHWHILE_PART = 0.25;

    /** Boosting does all its rounds alike; with few of many it has hardly begun. */
    private static final double WORTHWHILE_PART_OF_BOOSTING = 0.6;

    /** Less than a half, by more than the product's rounding. */
    private static final double HALF = 0.5 - 1e-9;

    /**
     * A parameter that a boosting algorithm's rounds are inverse to.
     *
     * @param standing the value that a configuration has that does not name it
     */
    record Rate(String name, double standing) {

        double of(Map<String, Object> parameters) {
            return parameters.get(name) instanceof Number number ? number.doubleValue() : standing;
        }
    }

    private final List<Observed> observed;

    Durations(List<Observed> observed) {
        this.observed = observed;
    }

    /** The learning rate of a boosting algorithm, nothing of others. */
    static @Nullable Rate rate(Algorithm algorithm) {
        return switch (algorithm) {
            case LIGHTGBM, OBLIVIOUS_TREES -> new Rate("learning_rate", 0.05);
            case XGBOOST -> new Rate("eta", 0.1);
            case LINEAR, EXTRA_TREES, RANDOM_FOREST, K_NEIGHBORS, MLP -> null;
        };
    }

    /** The median time of the algorithm's trials; of all when it has none. */
    double seconds(Algorithm algorithm) {
        List<Observed> own = LocalSearch.of(algorithm, observed);
        return usual(own.isEmpty() ? observed : own, Observed::seconds);
    }

    /** The seconds that a trial will take; 0 when nothing has been observed. */
    double seconds(Algorithm algorithm, Map<String, Object> parameters) {
        List<Observed> own = LocalSearch.of(algorithm, observed);
        Rate rate = rate(algorithm);
        if (own.isEmpty() || rate == null) {
            return seconds(algorithm);
        }
        return usual(own, one -> one.seconds() * rate.of(one.trial().parameters())) / rate.of(parameters);
    }

    /** Whether enough of a trial gets done in the time that it may take. */
    boolean fits(Algorithm algorithm, Map<String, Object> parameters, double mostSeconds) {
        double part = rate(algorithm) == null ? WORTHWHILE_PART : WORTHWHILE_PART_OF_BOOSTING;
        return part * seconds(algorithm, parameters) <= mostSeconds;
    }

    /**
     * The median work, where of those that time ended it is only known that they take longer (the product limit of Kaplan and Meier, "Nonparametric Estimation
     * from Incomplete Observations", 1958). The longest when so many were ended that the median is beyond it; 0 when there are none.
     */
    private static double usual(List<Observed> trials, ToDoubleFunction<Observed> work) {
        List<Observed> sorted = trials.stream()
                .sorted(Comparator.comparingDouble(work).thenComparing(Observed::truncated))
                .toList();
        double longer = 1;
        for (int i = 0; i < sorted.size(); i++) {
            if (!sorted.get(i).truncated()) {
                longer *= 1 - 1.0 / (sorted.size() - i);
                if (longer < HALF) {
                    return work.applyAsDouble(sorted.get(i));
                }
            }
        }
        return sorted.isEmpty() ? 0 : work.applyAsDouble(sorted.getLast());
    }
}
