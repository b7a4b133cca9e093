package dev.atelier.autopilot.worker.learner.network;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Weights that are learned by AdamW (Loshchilov and Hutter 2019): their values, gradients and moments. */
final class Weights {

    private static final float FIRST = 0.9f;
    private static final float SECOND = 0.99f;
    private static final float EPSILON = 1e-7f;

    private final float[][] values;
    private final float[][] gradients;
    private final float[][] first;
    private final float[][] second;
    private final float decay;

    /** Zeros; {@code decay} is the share of a weight that a step at learning rate 1 takes away. */
    Weights(int rows, int columns, double decay) {
        this(new float[rows][columns], decay);
    }

    /** The given values, whose rows may differ in length. */
    Weights(float[][] values, double decay) {
        this.values = values;
        this.gradients = zeros(values);
        this.first = zeros(values);
        this.second = zeros(values);
        this.decay = (float) decay;
    }

    private static float[][] zeros(float[][] like) {
        return Arrays.stream(like).map(row -> new float[row.length]).toArray(float[][]::new);
    }

    /** Normal values, cut at two deviations. */
    Weights normal(double deviation, SplittableRandom random) {
        for (float[] row : values) {
            for (int j = 0; j < row.length; j++) {
                row[j] = (float) (deviation * Math.clamp(random.nextGaussian(), -2, 2));
            }
        }
        return this;
    }

    Weights ones() {
        for (float[] row : values) {
            Arrays.fill(row, 1);
        }
        return this;
    }

    float[][] values() {
        return values;
    }

    float[][] gradients() {
        return gradients;
    }

    /**
     * One step against the gradients, which are zero afterwards.
     *
     * @param step number of the step from 1
     */
    void step(double rate, int step) {
        float scaled = (float) (rate * Math.sqrt(1 - Math.pow(SECOND, step)) / (1 - Math.pow(FIRST, step)));
        float kept = (float) (1 - rate * decay);
        for (int i = 0; i < values.length; i++) {
            step(values[i], gradients[i], first[i], second[i], scaled, kept);
        }
    }

    private static void step(float[] value, float[] gradient, float[] first, float[] second, float rate, float kept) {
        for (int j = 0; j < value.length; j++) {
            float g = gradient[j];
            float m = FIRST * first[j] + (1 - FIRST) * g;
            float v = SECOND * second[j] + (1 - SECOND) * g * g;
            first[j] = m;
            second[j] = v;
            value[j] = kept * value[j] - rate * m / ((float) Math.sqrt(v) + EPSILON);
            gradient[j] = 0;
        }
    }
}
