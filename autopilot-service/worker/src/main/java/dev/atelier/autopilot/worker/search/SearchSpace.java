package dev.atelier.autopilot.worker.search;

import dev.atelier.autopilot.worker.learner.Algorithm;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What local search varies of an algorithm; the ranges of boosting are FLAML's. Points are normalized to 0…1 on each axis. */
record SearchSpace(Algorithm algorithm, List<Axis> axes) {

    /**
     * One parameter.
     *
     * @param start the cheapest value, from which a search without results begins
     * @param standing the value that a configuration has that does not name the parameter
     */
    record Axis(String name, double low, double high, boolean log, boolean whole, double start, double standing) {

        double normalized(double value) {
            double clamped = Math.clamp(value, low, high);
            return log ? Math.log(clamped / low) / Math.log(high / low) : (clamped - low) / (high - low);
        }

        Object value(double normalized) {
            double value = log ? low * Math.pow(high / low, normalized) : low + normalized * (high - low);
            return whole ? (Object) (int) Math.round(value) : (Object) value;
        }
    }

    private static final double LEAST = 1.0 / 1024;
    private static final double MOST = 1024;
    private static final int MOST_LEAVES = 32_768;
    private static final int FEWEST_LEAVES = 4;

    /** The spaces of all algorithms that are searched. */
    static List<SearchSpace> all(int rows) {
        double leaves = Math.max(FEWEST_LEAVES + 1, Math.min(MOST_LEAVES, rows / 2));
        return List.of(
                new SearchSpace(
                        Algorithm.LIGHTGBM,
                        List.of(
                                new Axis("num_leaves", FEWEST_LEAVES, leaves, true, true, FEWEST_LEAVES, 31),
                                new Axis("min_data_in_leaf", 2, 129, true, true, 20, 20),
                                rate(Algorithm.LIGHTGBM),
                                new Axis("feature_fraction", 0.1, 1, false, false, 1, 1),
                                new Axis("lambda_l1", LEAST, MOST, true, false, LEAST, LEAST),
                                new Axis("lambda_l2", LEAST, MOST, true, false, 1, LEAST))),
                new SearchSpace(
                        Algorithm.XGBOOST,
                        List.of(
                                new Axis("max_depth", 2, 14, false, true, 2, 6),
                                new Axis("min_child_weight", 0.001, 128, true, false, 1, 1),
                                rate(Algorithm.XGBOOST),
                                new Axis("subsample", 0.1, 1, false, false, 1, 1),
                                new Axis("colsample_bytree", 0.1, 1, false, false, 1, 1),
                                new Axis("alpha", LEAST, MOST, true, false, LEAST, LEAST),
                                new Axis("lambda", LEAST, MOST, true, false, 1, 1))),
                new SearchSpace(
                        Algorithm.OBLIVIOUS_TREES,
                        List.of(
                                new Axis("depth", 2, 8, false, true, 4, 6),
                                rate(Algorithm.OBLIVIOUS_TREES),
                                new Axis("l2_leaf_reg", 0.1, 100, true, false, 3, 3),
                                new Axis("random_strength", 0.1, 10, true, false, 1, 1),
                                new Axis("bagging_temperature", 0, 1, false, false, 0.3, 0.3),
                                new Axis("rsm", 0.2, 1, false, false, 1, 1))),
                forest(Algorithm.EXTRA_TREES),
                forest(Algorithm.RANDOM_FOREST),
                new SearchSpace(
                        Algorithm.MLP,
                        List.of(
                                new Axis("hidden_size", 16, 512, true, true, 32, 128),
                                new Axis("num_layers", 1, 5, false, true, 2, 2),
                                new Axis("dropout_prob", 0, 0.5, false, false, 0.1, 0.1),
                                new Axis("learning_rate", 3e-4, 0.03, true, false, 0.01, 3e-3),
                                new Axis("weight_decay", 1e-8, 0.1, true, false, 1e-5, 0.01))));
    }

    private static Axis rate(Algorithm algorithm) {
        Durations.Rate rate = Objects.requireNonNull(Durations.rate(algorithm));
        return new Axis(rate.name(), LEAST, 1, true, false, 0.1, rate.standing());
    }

    private static SearchSpace forest(Algorithm algorithm) {
        return new SearchSpace(
                algorithm,
                List.of(
                        new Axis("max_features", 0.1, 1, false, false, 0.5, 0.5),
                        new Axis("min_samples_leaf", 1, 32, true, true, 4, 1)));
    }

    int size() {
        return axes.size();
    }

    Map<String, Object> cheapest() {
        Map<String, Object> parameters = new TreeMap<>();
        axes.forEach(axis -> parameters.put(axis.name(), axis.value(axis.normalized(axis.start()))));
        return parameters;
    }

    double[] normalized(Map<String, Object> parameters) {
        return axes.stream()
                .mapToDouble(axis -> axis.normalized(
                        parameters.get(axis.name()) instanceof Number number ? number.doubleValue() : axis.standing()))
                .toArray();
    }

    /** A point with the step of its learning rate turned upwards, so that it takes no longer than the point where the step began. */
    double[] faster(double[] centre, double[] moved) {
        double[] faster = moved.clone();
        Durations.Rate rate = Durations.rate(algorithm);
        for (int i = 0; i < axes.size(); i++) {
            if (rate != null && axes.get(i).name().equals(rate.name())) {
                faster[i] = Math.min(1, centre[i] + Math.abs(moved[i] - centre[i]));
            }
        }
        return faster;
    }

    /** The parameters at a point; what is no axis is kept from the point where the step began. */
    Map<String, Object> parameters(double[] point, Map<String, Object> from) {
        Map<String, Object> parameters = new TreeMap<>(from);
        parameters.remove(Replay.FOLD_ROUNDS);
        parameters.remove(Replay.FOLD_STOPS);
        parameters.remove(Replay.REFIT);
        for (int i = 0; i < point.length; i++) {
            parameters.put(axes.get(i).name(), axes.get(i).value(point[i]));
        }
        return parameters;
    }
}
