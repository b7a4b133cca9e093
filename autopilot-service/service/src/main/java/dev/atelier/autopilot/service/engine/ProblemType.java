package dev.atelier.autopilot.service.engine;

import java.util.Optional;
import java.util.stream.Stream;

/** What is predicted; the labels are SageMaker's and the worker's. */
public enum ProblemType {
    BINARY_CLASSIFICATION("BinaryClassification"),
    MULTICLASS_CLASSIFICATION("MulticlassClassification"),
    REGRESSION("Regression");

    private final String label;

    ProblemType(String label) {
        this.label = label;
    }

    /** The name on the wire. */
    public String label() {
        return label;
    }

    /** The type with a label. */
    public static Optional<ProblemType> ofLabel(String label) {
        return Stream.of(values()).filter(type -> type.label.equals(label)).findFirst();
    }
}
