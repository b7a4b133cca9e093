package dev.atelier.autopilot.worker.learner.network;

import java.util.SplittableRandom;

/** {@link Periodic} embeddings that learn. They begin with slow cosines, and learn more slowly than what comes after them, as in RealMLP. */
final class PeriodicWeights {

    private static final double FREQUENCY_DEVIATION = 0.1;
    private static final double RATE = 0.1;

    private final Weights frequencies;
    private final Weights phases;
    private final Weights mixes;
    private final Weights biases;
    private final Periodic values;
    private final float[] cosines = new float[Periodic.COSINES];
    private final float[] sines = new float[Periodic.COSINES];

    PeriodicWeights(int numbers, SplittableRandom random) {
        this.frequencies = new Weights(numbers, Periodic.COSINES, 0).normal(FREQUENCY_DEVIATION, random);
        this.phases = new Weights(numbers, Periodic.COSINES, 0);
        for (float[] phase : phases.values()) {
            for (int h = 0; h < phase.length; h++) {
                phase[h] = (float) (random.nextDouble() - 1.0 / 2);
            }
        }
        this.mixes = new Weights(numbers * Periodic.VALUES, Periodic.COSINES, 0)
                .normal(Math.sqrt(1.0 / Periodic.COSINES), random);
        this.biases = new Weights(numbers, Periodic.VALUES, 0);
        this.values = new Periodic(frequencies.values(), phases.values(), mixes.values(), biases.values());
    }

    /** The embeddings as they are; they change with each step. */
    Periodic values() {
        return values;
    }

    /**
     * Adds to the gradients.
     *
     * @param gradient holds those of the number's values
     * @param at where they begin
     */
    void backward(int number, float value, float[] gradient, int at) {
        values.cosines(number, value, 0, cosines);
        values.cosines(number, value, -1 / 4f, sines);
        float[] toFrequencies = frequencies.gradients()[number];
        float[] toPhases = phases.gradients()[number];
        for (int d = 0; d < Periodic.VALUES; d++) {
            float g = gradient[at + d];
            biases.gradients()[number][d] += g;
            float[] mix = mixes.values()[number * Periodic.VALUES + d];
            float[] toMix = mixes.gradients()[number * Periodic.VALUES + d];
            float slope = (float) (-2 * Math.PI) * g;
            for (int h = 0; h < Periodic.COSINES; h++) {
                toMix[h] += g * cosines[h];
                float toPhase = slope * mix[h] * sines[h];
                toPhases[h] += toPhase;
                toFrequencies[h] += toPhase * value;
            }
        }
    }

    /** The gradients so far, in the places of what they belong to. */
    Periodic gradients() {
        return new Periodic(frequencies.gradients(), phases.gradients(), mixes.gradients(), biases.gradients());
    }

    void step(double rate, int step) {
        frequencies.step(RATE * rate, step);
        phases.step(RATE * rate, step);
        mixes.step(RATE * rate, step);
        biases.step(RATE * rate, step);
    }
}
