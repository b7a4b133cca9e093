package dev.atelier.autopilot.worker.learner;

/**
 * What a regression makes small ({@code loss} of the plan). With a logarithmic link a model multiplies what its inputs say; that suits counts, prices and other
 * values from 0 on of which a few are many times as large as most.
 */
public enum Loss {
    /** The squared error of values as they are. */
    SQUARED("regression", "reg:squarederror"),
    /** The deviance of a Poisson distribution: the variance is as the mean. */
    POISSON("poisson", "count:poisson"),
    /** The deviance of Tweedie's distribution of power 1.5: the variance grows faster than the mean. */
    TWEEDIE("tweedie", "reg:tweedie");

    private final String lightGbm;
    private final String xgBoost;

    Loss(String lightGbm, String xgBoost) {
        this.lightGbm = lightGbm;
        this.xgBoost = xgBoost;
    }

    /** The loss that the plan names; the squared error when it names none. */
    public static Loss of(Parameters parameters) {
        for (Loss loss : values()) {
            if (loss.lightGbm.equals(parameters.values().get(Parameters.LOSS))) {
                return loss;
            }
        }
        return SQUARED;
    }

    /** LightGBM's name of it, which is also the plan's. */
    String lightGbm() {
        return lightGbm;
    }

    String xgBoost() {
        return xgBoost;
    }

    /** Whether a model's sums are logarithms of values. */
    public boolean logarithmic() {
        return this != SQUARED;
    }

    /** The derivative of the loss by the sum before the link. */
    public double slope(double predicted, double target) {
        return switch (this) {
            case SQUARED, POISSON -> predicted - target;
            case TWEEDIE -> {
                double root = Math.sqrt(predicted);
                yield root - target / root;
            }
        };
    }
}
