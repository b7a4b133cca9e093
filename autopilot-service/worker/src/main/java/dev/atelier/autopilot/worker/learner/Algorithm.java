package dev.atelier.autopilot.worker.learner;

import com.fasterxml.jackson.annotation.JsonValue;

/** The learners by name. */
public enum Algorithm {
    LINEAR("Linear"),
    LIGHTGBM("LightGBM"),
    XGBOOST("XGBoost");

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
        };
    }
}
