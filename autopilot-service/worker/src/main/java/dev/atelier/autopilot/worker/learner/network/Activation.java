package dev.atelier.autopilot.worker.learner.network;

/** What a hidden unit makes of its sum. */
enum Activation {
    RELU(0) {
        @Override
        void apply(float[] values) {
            for (int j = 0; j < values.length; j++) {
                values[j] = Math.max(0, values[j]);
            }
        }

        @Override
        void multiplySlope(float[] gradient, float[] applied) {
            for (int j = 0; j < gradient.length; j++) {
                gradient[j] = applied[j] > 0 ? gradient[j] : 0;
            }
        }
    },
    ELU(1) {
        @Override
        void apply(float[] values) {
            float[] exponentials = Exponential.ofNegative(values);
            for (int j = 0; j < values.length; j++) {
                values[j] = Math.max(values[j], 0) + (exponentials[j] - 1);
            }
        }

        @Override
        void multiplySlope(float[] gradient, float[] applied) {
            for (int j = 0; j < gradient.length; j++) {
                gradient[j] *= Math.min(1, applied[j] + 1);
            }
        }
    };

    private final int code;

    Activation(int code) {
        this.code = code;
    }

    /** What stands for it in model files. */
    int code() {
        return code;
    }

    static Activation of(int code) {
        return code == ELU.code ? ELU : RELU;
    }

    abstract void apply(float[] values);

    /** Multiplies by the slope, which is known from the applied values. */
    abstract void multiplySlope(float[] gradient, float[] applied);
}
