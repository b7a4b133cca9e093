package dev.atelier.autopilot.worker.monitor;

/** SageMaker Model Monitor's types of columns. */
enum InferredType {
    INTEGRAL("Integral"),
    FRACTIONAL("Fractional"),
    STRING("String"),
    UNKNOWN("Unknown");

    private final String label;

    InferredType(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    boolean isNumber() {
        return this == INTEGRAL || this == FRACTIONAL;
    }

    static InferredType of(String label) {
        for (InferredType type : values()) {
            if (type.label.equals(label)) {
                return type;
            }
        }
        return UNKNOWN;
    }
}
