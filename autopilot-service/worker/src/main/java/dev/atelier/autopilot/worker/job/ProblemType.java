package dev.atelier.autopilot.worker.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What is predicted; the names are SageMaker's. */
public enum ProblemType {
    BINARY_CLASSIFICATION("BinaryClassification"),
    MULTICLASS_CLASSIFICATION("MulticlassClassification"),
    REGRESSION("Regression");

    private final String label;

    ProblemType(String label) {
        this.label = label;
    }

    @JsonValue
    public String label() {
        return label;
    }

    public boolean isClassification() {
        return this != REGRESSION;
    }

    /** Columns of a prediction: the positive class's probability, one probability a class, or the value. */
    public int outputs(int classes) {
        return this == MULTICLASS_CLASSIFICATION ? classes : 1;
    }

    @JsonCreator
    public static ProblemType of(String label) {
        for (ProblemType type : values()) {
            if (type.label.equals(label)) {
                return type;
            }
        }
        throw new IllegalArgumentException("Unknown problem type '" + label + "'; use one of "
                + Arrays.stream(values()).map(ProblemType::label).collect(Collectors.joining(", ")));
    }
}
