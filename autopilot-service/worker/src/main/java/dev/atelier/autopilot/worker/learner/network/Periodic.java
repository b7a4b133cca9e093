package dev.atelier.autopilot.worker.learner.network;

import java.nio.ByteBuffer;

/**
 * Embeddings of numbers: beside a number itself, mixes of cosines of it, whose frequencies, phases and mixes are learned (Gorishniy et al. 2022; in the
 * form of RealMLP, Holzmüller et al. 2024). With them a network follows targets that are not smooth, as trees do.
 *
 * @param frequencies of each number, {@value #COSINES} cycles a unit
 * @param phases of each number, in cycles
 * @param mixes of each number and each of its {@value #VALUES} values, a factor for each cosine
 * @param biases of each number, what is added to its values
 */
@SuppressWarnings("ArrayRecordComponent")
record Periodic(float[][] frequencies, float[][] phases, float[][] mixes, float[][] biases) {

    /** Cosines of a number. */
    static final int COSINES = 16;
    /** Values beside the number. */
    static final int VALUES = 3;

    /** Adding it to a float of small magnitude and taking it away again rounds to a whole number. */
    private static final float ROUNDING = 12_582_912f;

    private static final float QUARTER = 0.25f;

    /** Writes a number's values. */
    void fill(int number, float value, float[] out, int at) {
        float[] cosines = new float[COSINES];
        cosines(number, value, 0, cosines);
        for (int d = 0; d < VALUES; d++) {
            out[at + d] = biases[number][d] + product(mixes[number * VALUES + d], cosines);
        }
    }

    /** Writes the cosines of a number, a part of a cycle later than its phases say. */
    void cosines(int number, float value, float later, float[] out) {
        float[] frequency = frequencies[number];
        float[] phase = phases[number];
        for (int h = 0; h < COSINES; h++) {
            out[h] = value * frequency[h] + phase[h] + later;
        }
        for (int h = 0; h < COSINES; h++) {
            out[h] = wave(out[h]);
        }
    }

    /** cos 2πt, by the sine's series around a quarter of a cycle; right to 10⁻⁶. */
    static float wave(float t) {
        float rest = t - ((t + ROUNDING) - ROUNDING);
        float x = (float) (2 * Math.PI) * (Math.abs(rest) - QUARTER);
        float y = x * x;
        return -x
                * (1
                        + y
                                * (-1 / 6f
                                        + y
                                                * (1 / 120f
                                                        + y
                                                                * (-1 / 5_040f
                                                                        + y
                                                                                * (1 / 362_880f
                                                                                        + y * (-1 / 39_916_800f))))));
    }

    static float product(float[] a, float[] b) {
        float sum = 0;
        for (int h = 0; h < COSINES; h++) {
            sum += a[h] * b[h];
        }
        return sum;
    }

    Periodic copy() {
        return new Periodic(Dense.copy(frequencies), Dense.copy(phases), Dense.copy(mixes), Dense.copy(biases));
    }

    /** Bytes of so many numbers. */
    static long size(int numbers) {
        return (long) Float.BYTES * numbers * ((2L + VALUES) * COSINES + VALUES);
    }

    void write(ByteBuffer buffer) {
        for (float[][] part : new float[][][] {frequencies, phases, mixes, biases}) {
            for (float[] row : part) {
                Dense.write(buffer, row);
            }
        }
    }

    static Periodic read(ByteBuffer buffer, int numbers) {
        return new Periodic(
                rows(buffer, numbers, COSINES),
                rows(buffer, numbers, COSINES),
                rows(buffer, numbers * VALUES, COSINES),
                rows(buffer, numbers, VALUES));
    }

    private static float[][] rows(ByteBuffer buffer, int rows, int columns) {
        float[][] values = new float[rows][];
        for (int i = 0; i < rows; i++) {
            values[i] = Dense.read(buffer, columns);
        }
        return values;
    }
}
