package dev.atelier.autopilot.worker.learner;

import org.jspecify.annotations.Nullable;

/**
 * What a regression makes small ({@code loss} of the plan). With a logarithmic link a model multiplies what its inputs say; that suits counts, prices and other
 * values from 0 on of which a few are many times as large as most.
 */
public enum Loss {
    /** The squared error of values as they are. */
    SQUARED(0, "regression", "reg:squarederror"),
    /** The deviance of a Poisson distribution: the variance is as the mean. */
    POISSON(1, "poisson", "count:poisson"),
    /** The deviance of Tweedie's distribution of power 1.5: the variance grows faster than the mean. */
    TWEEDIE(2, "tweedie", "reg:tweedie");

    private static final double LARGEST_LOGARITHM = 30;

    private final int code;
    private final String lightGbm;
    private final String xgBoost;

    Loss(int code, String lightGbm, String xgBoost) {
        this.code = code;
        this.lightGbm = lightGbm;
        this.xgBoost = xgBoost;
    }

    /** The loss that the plan names; the squared error when it names none. */
    public static Loss of(Parameters parameters) {
        return named(parameters.values().get(Parameters.LOSS));
    }

    /** The loss by the plan's name; the squared error by any other. */
    static Loss named(@Nullable Object name) {
        for (Loss loss : values()) {
            if (loss.lightGbm.equals(name)) {
                return loss;
            }
        }
        return SQUARED;
    }

    /** The loss that a model file names by its {@link #code}. */
    public static Loss of(int code) {
        for (Loss loss : values()) {
            if (loss.code == code) {
                return loss;
            }
        }
        throw new IllegalArgumentException("There is no loss " + code);
    }

    /** What stands for it in model files. */
    public int code() {
        return code;
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

    /** What the sum before the link stands for. */
    public double mean(double sum) {
        return logarithmic() ? Math.exp(Math.clamp(sum, -LARGEST_LOGARITHM, LARGEST_LOGARITHM)) : sum;
    }

    /** The loss up to what does not depend on the prediction. */
    double value(double predicted, double target) {
        return switch (this) {
            case SQUARED -> (predicted - target) * (predicted - target) / 2;
            case POISSON -> predicted - target * Math.log(predicted);
            case TWEEDIE -> {
                double root = Math.sqrt(predicted);
                yield 2 * root + 2 * target / root;
            }
        };
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
