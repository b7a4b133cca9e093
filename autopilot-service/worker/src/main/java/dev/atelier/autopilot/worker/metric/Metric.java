package dev.atelier.autopilot.worker.metric;

import dev.atelier.autopilot.worker.job.ProblemType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The measures; names are SageMaker's where it has one. */
public enum Metric {
    AUC("AUC", true),
    LOG_LOSS("LogLoss", false),
    ACCURACY("Accuracy", true),
    BALANCED_ACCURACY("BalancedAccuracy", true),
    F1("F1", true),
    PRECISION("Precision", true),
    RECALL("Recall", true),
    F1_MACRO("F1macro", true),
    PRECISION_MACRO("PrecisionMacro", true),
    RECALL_MACRO("RecallMacro", true),
    RMSE("RMSE", false),
    MSE("MSE", false),
    MAE("MAE", false),
    R2("R2", true);

    private static final List<Metric> BINARY =
            List.of(AUC, LOG_LOSS, ACCURACY, BALANCED_ACCURACY, F1, PRECISION, RECALL);
    private static final List<Metric> MULTICLASS =
            List.of(ACCURACY, LOG_LOSS, BALANCED_ACCURACY, F1_MACRO, PRECISION_MACRO, RECALL_MACRO, AUC);
    private static final List<Metric> NUMERIC = List.of(RMSE, MSE, MAE, R2);
    private static final Set<Metric> THRESHOLD_CALIBRATED = EnumSet.of(ACCURACY, BALANCED_ACCURACY, F1);

    private final String label;
    private final boolean higherIsBetter;

    Metric(String label, boolean higherIsBetter) {
        this.label = label;
        this.higherIsBetter = higherIsBetter;
    }

    public String label() {
        return label;
    }

    public boolean higherIsBetter() {
        return higherIsBetter;
    }

    public String direction() {
        return higherIsBetter ? "maximize" : "minimize";
    }

    /** The value with a sign such that higher is better. */
    public double gain(double value) {
        return higherIsBetter ? value : -value;
    }

    /** Whether a decision threshold is chosen so that this measure is best. The others are decided at one half. */
    public boolean calibratesThreshold() {
        return THRESHOLD_CALIBRATED.contains(this);
    }

    /** What is computed for a problem type. */
    public static List<Metric> of(ProblemType type) {
        return switch (type) {
            case BINARY_CLASSIFICATION -> BINARY;
            case MULTICLASS_CLASSIFICATION -> MULTICLASS;
            case REGRESSION -> NUMERIC;
        };
    }

    /** SageMaker's default objective. */
    public static Metric defaultFor(ProblemType type) {
        return switch (type) {
            case BINARY_CLASSIFICATION -> F1;
            case MULTICLASS_CLASSIFICATION -> ACCURACY;
            case REGRESSION -> MSE;
        };
    }

    /** The objective of that name, if the problem type has it. The multiclass AUC is reported but is not an objective. */
    public static Optional<Metric> objective(String label, ProblemType type) {
        return of(type).stream()
                .filter(metric -> metric.label.equals(label))
                .filter(metric -> type != ProblemType.MULTICLASS_CLASSIFICATION || metric != AUC)
                .findFirst();
    }

    public static Metric of(String label) {
        return Arrays.stream(values())
                .filter(metric -> metric.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown metric " + label));
    }

    public static String labels(ProblemType type) {
        return of(type).stream()
                .filter(metric -> objective(metric.label, type).isPresent())
                .map(Metric::label)
                .collect(Collectors.joining(", "));
    }
}
