package dev.atelier.autopilot.worker.search;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.atelier.autopilot.worker.job.Json;
import dev.atelier.autopilot.worker.job.ProblemType;
import dev.atelier.autopilot.worker.learner.Algorithm;
import dev.atelier.autopilot.worker.learner.Loss;
import dev.atelier.autopilot.worker.learner.Parameters;
import dev.atelier.autopilot.worker.search.Plan.PlannedTrial;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which candidates are tried, and in which order: cheap and different ones first, then the configurations that TabRepo (Salinas and Erickson 2023) found to
 * complement each other over many data sets, as AutoGluon 1.x uses them, and boosted oblivious trees in place of its CatBoost.
 */
public final class Portfolio {

    private static final String RESOURCE = "/portfolio.json";
    private static final int[] ROWS = {100, 500, 2_500, 10_000, Integer.MAX_VALUE};
    private static final int[] CONFIGURATIONS = {5, 9, 18, 44, 100};

    private static final int MOST_QUADRATIC_ROWS = 100_000;

    /** With more a fit compares too many pairs of rows. */
    private static final int MOST_NEIGHBOR_ROWS = 15_000;

    /** A configuration without its place. */
    record Entry(String name, Algorithm algorithm, Map<String, Object> parameters) {

        /** Whether it is only for data sets of which further columns can be held. */
        boolean isQuadratic() {
            return new Parameters(parameters).integer("degree", 1) > 1;
        }

        /** Whether it is only for values from 0 on that are skewed. */
        boolean forSkewed() {
            return Loss.of(new Parameters(parameters)).logarithmic();
        }
    }

    private Portfolio() {}

    /**
     * The plan for a data set.
     *
     * @param skewed whether it is of values from 0 on of which a few are many times as large as most
     */
    public static Plan plan(ProblemType type, int rows, boolean skewed, @Nullable Integer maxCandidates) {
        List<Entry> entries = entries().stream()
                .filter(entry -> skewed || !entry.forSkewed())
                .filter(entry -> rows <= MOST_QUADRATIC_ROWS || !entry.isQuadratic())
                .filter(entry -> rows <= MOST_NEIGHBOR_ROWS || entry.algorithm() != Algorithm.K_NEIGHBORS)
                .toList();
        int limit = maxCandidates == null || maxCandidates < 1 ? Integer.MAX_VALUE : maxCandidates;
        int count = Math.min(Math.min(entries.size(), configurations(rows)), limit);
        List<PlannedTrial> trials = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Entry entry = entries.get(i);
            trials.add(new PlannedTrial(
                    i,
                    entry.name(),
                    entry.algorithm(),
                    describe(entry.algorithm(), entry.parameters(), type),
                    new TreeMap<>(entry.parameters())));
        }
        return new Plan(1, List.copyOf(trials));
    }

    private static int configurations(int rows) {
        for (int i = 0; i < ROWS.length; i++) {
            if (rows <= ROWS[i]) {
                return CONFIGURATIONS[i];
            }
        }
        throw new IllegalStateException();
    }

    private static List<Entry> entries() {
        try (InputStream in = Portfolio.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing");
            }
            return Json.mapper().readValue(in, new TypeReference<List<Entry>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A configuration in words. */
    static String describe(Algorithm algorithm, Map<String, Object> parameters, ProblemType type) {
        String features = switch (algorithm) {
            case LINEAR, K_NEIGHBORS ->
                "median imputation with indicators, normal scores for skewed and scaling for all numbers, one-hot"
                        + " categories"
                        + (new Parameters(parameters).integer("degree", 1) > 1
                                ? ", squares and products of columns"
                                : "");
            case LIGHTGBM, XGBOOST ->
                "numbers as they are with native missing values, categories as codes split natively"
                        + derived(new Parameters(parameters));
            case OBLIVIOUS_TREES ->
                "numbers in at most 255 bins, missing values below all others, categories one against all"
                        + derived(new Parameters(parameters));
            case EXTRA_TREES, RANDOM_FOREST ->
                "numbers as they are, missing values below all others, categories as codes"
                        + derived(new Parameters(parameters));
            case MLP ->
                "median imputation with indicators, normal scores for skewed and scaling for all numbers, learned"
                        + " embeddings of categories"
                        + (parameters.containsKey("num_emb_type") ? " and periodic ones of numbers" : "");
        };
        String method = switch (algorithm) {
            case LINEAR ->
                switch (type) {
                    case BINARY_CLASSIFICATION -> "Elastic-net logistic regression";
                    case MULTICLASS_CLASSIFICATION -> "Elastic-net softmax regression";
                    case REGRESSION -> "Elastic-net linear regression";
                };
            case LIGHTGBM -> "LightGBM gradient boosting with early stopping";
            case XGBOOST -> "XGBoost gradient boosting with early stopping";
            case OBLIVIOUS_TREES -> "Gradient boosting of oblivious trees with early stopping";
            case EXTRA_TREES -> "Extremely randomized trees";
            case RANDOM_FOREST -> "Random forest";
            case K_NEIGHBORS -> "Nearest neighbours with learned distances";
            case MLP -> "Neural network of dense layers with batch norm, dropout and early stopping";
        };
        return method + " (" + settings(parameters) + "); " + features
                + "; dates as parts, text as statistics and hashed words.";
    }

    /** Columns that are made of others. */
    private static String derived(Parameters parameters) {
        return (parameters.isSet(Parameters.TARGET_ENCODING) ? " and as out-of-fold mean targets" : "")
                + (parameters.isSet(Parameters.INTERACTIONS)
                        ? "; differences, products and quotients of numbers, pairs of categories as mean targets"
                        : "");
    }

    private static String settings(Map<String, Object> parameters) {
        List<String> words = new ArrayList<>();
        new TreeMap<>(parameters).forEach((name, value) -> words.add(name + " " + shortened(value)));
        return String.join(", ", words);
    }

    private static String shortened(Object value) {
        return value instanceof Double number ? Double.toString(Math.round(number * 1e4) / 1e4) : value.toString();
    }
}
