package dev.atelier.autopilot.worker.learner;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.atelier.autopilot.worker.learner.forest.ForestLearner;
import dev.atelier.autopilot.worker.learner.neighbor.NeighborLearner;
import dev.atelier.autopilot.worker.learner.network.NetworkLearner;
import dev.atelier.autopilot.worker.learner.oblivious.ObliviousLearner;

/** The learners by name. */
public enum Algorithm {
    LINEAR("Linear"),
    LIGHTGBM("LightGBM"),
    XGBOOST("XGBoost"),
    OBLIVIOUS_TREES("ObliviousTrees"),
    EXTRA_TREES("ExtraTrees"),
    RANDOM_FOREST("RandomForest"),
    K_NEIGHBORS("KNeighbors"),
    MLP("MLP");

    private final String label;

    Algorithm(String label) {
        this.label = label;
    }

    @JsonValue
    public String label() {
        return label;
    }

    public Learner learner() {
        return switch (this) {
            case LINEAR -> new LinearLearner();
            case LIGHTGBM -> new LightGbmLearner();
            case XGBOOST -> new XGBoostLearner();
            case OBLIVIOUS_TREES -> new ObliviousLearner();
            case EXTRA_TREES -> new ForestLearner(true);
            case RANDOM_FOREST -> new ForestLearner(false);
            case K_NEIGHBORS -> new NeighborLearner();
            case MLP -> new NetworkLearner();
        };
    }
}
