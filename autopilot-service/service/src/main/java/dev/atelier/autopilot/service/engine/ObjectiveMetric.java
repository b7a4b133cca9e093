package dev.atelier.autopilot.service.engine;

import static dev.atelier.autopilot.service.engine.ProblemType.BINARY_CLASSIFICATION;
import static dev.atelier.autopilot.service.engine.ProblemType.MULTICLASS_CLASSIFICATION;
import static dev.atelier.autopilot.service.engine.ProblemType.REGRESSION;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What candidates are ranked by. */
public enum ObjectiveMetric {
    AUC("AUC", true, BINARY_CLASSIFICATION),
    F1("F1", true, BINARY_CLASSIFICATION),
    PRECISION("Precision", true, BINARY_CLASSIFICATION),
    RECALL("Recall", true, BINARY_CLASSIFICATION),
    ACCURACY("Accuracy", true, BINARY_CLASSIFICATION, MULTICLASS_CLASSIFICATION),
    BALANCED_ACCURACY("BalancedAccuracy", true, BINARY_CLASSIFICATION, MULTICLASS_CLASSIFICATION),
    LOG_LOSS("LogLoss", false, BINARY_CLASSIFICATION, MULTICLASS_CLASSIFICATION),
    F1_MACRO("F1macro", true, MULTICLASS_CLASSIFICATION),
    PRECISION_MACRO("PrecisionMacro", true, MULTICLASS_CLASSIFICATION),
    RECALL_MACRO("RecallMacro", true, MULTICLASS_CLASSIFICATION),
    MSE("MSE", false, REGRESSION),
    RMSE("RMSE", false, REGRESSION),
    MAE("MAE", false, REGRESSION),
    R2("R2", true, REGRESSION);

    private final String label;
    private final boolean higherIsBetter;
    private final boolean binary;
    private final boolean multiclass;
    private final boolean regression;

    ObjectiveMetric(String label, boolean higherIsBetter, ProblemType... problemTypes) {
        this.label = label;
        this.higherIsBetter = higherIsBetter;
        Set<ProblemType> fitting = Set.of(problemTypes);
        this.binary = fitting.contains(BINARY_CLASSIFICATION);
        this.multiclass = fitting.contains(MULTICLASS_CLASSIFICATION);
        this.regression = fitting.contains(REGRESSION);
    }

    /** The name on the wire. */
    public String label() {
        return label;
    }

    /** Whether the best candidate is the one with the highest value. */
    public boolean higherIsBetter() {
        return higherIsBetter;
    }

    /** Whether it says something about predictions of a kind. */
    public boolean fits(ProblemType problemType) {
        return switch (problemType) {
            case BINARY_CLASSIFICATION -> binary;
            case MULTICLASS_CLASSIFICATION -> multiclass;
            case REGRESSION -> regression;
        };
    }

    /** The metric with a label. */
    public static Optional<ObjectiveMetric> ofLabel(String label) {
        return Stream.of(values()).filter(metric -> metric.label.equals(label)).findFirst();
    }

    /** The labels of what fits a problem type. */
    public static List<String> labels(ProblemType problemType) {
        return Stream.of(values())
                .filter(metric -> metric.fits(problemType))
                .map(ObjectiveMetric::label)
                .toList();
    }
}
