package dev.atelier.autopilot.worker.search;

import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.learner.Algorithm;
import dev.atelier.autopilot.worker.search.Plan.PlannedTrial;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * Cost-frugal local search for the time that the portfolio leaves (FLOW2: Wu, Wang and Huang, "Frugal Optimization for Cost-related Hyperparameters", AAAI 2021,
 * as FLAML uses it): from an algorithm's best point a step in a random direction, then the opposite step, and shorter steps when neither helps. An algorithm
 * without any result starts from its cheapest point. The next point follows from the results alone, so that a restarted process goes on where the one before
 * ended.
 */
public final class LocalSearch {

    /**
     * What is known of a trial.
     *
     * @param truncated whether time ended it early
     */
    public record Observed(PlannedTrial trial, double gain, double seconds, boolean truncated) {}

    static final String PREFIX = "search-";
    private static final double FIRST_STEP = 0.1;
    private static final double LEAST_STEP = 0.01;
    private static final double SHRINK = Math.sqrt(0.5);
    private static final int FAILURES_BEFORE_SHRINK = 4;
    private static final double WORTH = 0.5;

    private final ProblemType type;
    private final long seed;
    private final List<SearchSpace> spaces;

    public LocalSearch(ProblemType type, int rows, long seed) {
        this.type = type;
        this.seed = seed;
        this.spaces = SearchSpace.all(rows);
    }

    /**
     * The next point, or nothing when no algorithm's points fit.
     *
     * @param number the trial's number, the next of the plan
     * @param observed the results so far, in the order of their trials
     * @param pending trials that are planned but have no result: running or failed
     * @param mostSeconds that it may take
     */
    public Optional<PlannedTrial> next(
            int number, List<Observed> observed, List<PlannedTrial> pending, double mostSeconds) {
        Durations durations = new Durations(observed);
        List<SearchSpace> possible = spaces.stream()
                .filter(space ->
                        durations.fits(space.algorithm(), centre(space, of(space.algorithm(), observed)), mostSeconds))
                .toList();
        if (possible.isEmpty()) {
            return Optional.empty();
        }
        double bestGain = best(observed);
        SearchSpace space = possible.stream()
                .min(Comparator.comparingDouble(candidate -> price(
                        candidate.algorithm(), observed, pending, bestGain, durations.seconds(candidate.algorithm()))))
                .orElseThrow();
        return Optional.of(point(
                number,
                space,
                of(space.algorithm(), observed),
                pending,
                parameters -> durations.fits(space.algorithm(), parameters, mostSeconds)));
    }

    /**
     * How dear the next improvement by an algorithm is: the time spent on its points so far, more when its best is behind the best of all. The cheapest goes
     * next, so that all are searched in turn and the promising ones oftener.
     *
     * @param mean what one of its trials takes
     */
    private static double price(
            Algorithm algorithm, List<Observed> observed, List<PlannedTrial> pending, double bestGain, double mean) {
        List<Observed> own = of(algorithm, observed);
        double spent = own.stream()
                .filter(one -> searched(one.trial()))
                .mapToDouble(Observed::seconds)
                .sum();
        long running = pending.stream()
                .filter(trial -> trial.algorithm() == algorithm && searched(trial))
                .count();
        return (spent + mean * (1 + running)) * (WORTH + behind(best(own), bestGain, observed));
    }

    /** How far an algorithm's best is behind the best of all: 1 is as far as that of a middling algorithm. */
    private static double behind(double best, double bestGain, List<Observed> observed) {
        if (!Double.isFinite(best)) {
            return 0;
        }
        double[] bests = Arrays.stream(Algorithm.values())
                .mapToDouble(algorithm -> best(of(algorithm, observed)))
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        double middle = bests[bests.length / 2];
        double distance = bestGain - (middle < bestGain ? middle : bests[0]);
        return distance > 0 ? (bestGain - best) / distance : 0;
    }

    private static double best(List<Observed> own) {
        return own.stream().mapToDouble(Observed::gain).max().orElse(Double.NEGATIVE_INFINITY);
    }

    private PlannedTrial point(
            int number,
            SearchSpace space,
            List<Observed> own,
            List<PlannedTrial> pending,
            Predicate<Map<String, Object>> fits) {
        int tried = (int) own.stream().filter(one -> searched(one.trial())).count()
                + (int) pending.stream()
                        .filter(trial -> trial.algorithm() == space.algorithm() && searched(trial))
                        .count();
        Map<String, Object> parameters;
        if (own.isEmpty() && tried == 0) {
            parameters = space.cheapest();
        } else {
            Map<String, Object> from = centre(space, own);
            double[] centre = space.normalized(from);
            double[] direction = direction(space.size(), space.algorithm(), tried / 2);
            double step = step(space.size(), failures(own)) * (tried % 2 == 0 ? 1 : -1);
            double[] moved = new double[centre.length];
            for (int i = 0; i < moved.length; i++) {
                moved[i] = Math.clamp(centre[i] + step * direction[i], 0, 1);
            }
            parameters = space.parameters(moved, from);
            if (!fits.test(parameters)) {
                parameters = space.parameters(space.faster(centre, moved), from);
            }
        }
        String name = String.format(
                Locale.ROOT, "%s%s-%d", PREFIX, space.algorithm().label().toLowerCase(Locale.ROOT), tried + 1);
        return new PlannedTrial(
                number, name, space.algorithm(), Portfolio.describe(space.algorithm(), parameters, type), parameters);
    }

    private static Map<String, Object> centre(SearchSpace space, List<Observed> own) {
        return own.isEmpty() ? space.cheapest() : bestPoint(own);
    }

    private static Map<String, Object> bestPoint(List<Observed> own) {
        return own.stream()
                .max(Comparator.comparingDouble(Observed::gain))
                .orElseThrow()
                .trial()
                .parameters();
    }

    /** Search trials since the best one that did not become the best. */
    private static int failures(List<Observed> own) {
        double best = Double.NEGATIVE_INFINITY;
        int failures = 0;
        for (Observed one : own) {
            if (one.gain() > best) {
                best = one.gain();
                failures = 0;
            } else if (searched(one.trial())) {
                failures++;
            }
        }
        return failures;
    }

    private static double step(int dimensions, int failures) {
        double step = FIRST_STEP * Math.sqrt(dimensions);
        int shorter = failures / FAILURES_BEFORE_SHRINK;
        return Math.max(LEAST_STEP, step * Math.pow(SHRINK, shorter));
    }

    /** A random direction of length one; the same for the step and its opposite. */
    private double[] direction(int dimensions, Algorithm algorithm, int pair) {
        SplittableRandom random =
                new SplittableRandom(seed * 31 + algorithm.label().hashCode() * 1_000_003L + pair);
        double[] direction = new double[dimensions];
        double squares = 0;
        for (int i = 0; i < dimensions; i++) {
            direction[i] = random.nextGaussian();
            squares += direction[i] * direction[i];
        }
        double length = Math.sqrt(squares);
        for (int i = 0; i < dimensions; i++) {
            direction[i] /= length;
        }
        return direction;
    }

    static List<Observed> of(Algorithm algorithm, List<Observed> observed) {
        return observed.stream()
                .filter(one -> one.trial().algorithm() == algorithm)
                .toList();
    }

    static boolean searched(PlannedTrial trial) {
        return trial.name().startsWith(PREFIX);
    }
}
