package dev.atelier.autopilot.worker.learner.network;

/**
 * The exponential function of many numbers, to 2⁻²³, in loops that the compiler turns into vector instructions: {@link Math#exp} takes several times as long.
 * The number is divided into n·ln 2 and a rest within ± ln 2 / 2, of which the power series up to the sixth power is right to a float's last bit; n becomes the
 * exponent's bits (Cody and Waite, "Software Manual for the Elementary Functions", 1980).
 */
final class Exponential {

    private static final float LEAST = -87;
    private static final float LOG2_E = 1.442695f;

    /** The logarithm of 2 in two parts, of which the first has few bits: its products with n are exact. */
    private static final float LN2_HIGH = 355f / 512;

    private static final float LN2_LOW = -2.1219444e-4f;

    /** 1.5 · 2²³: what is added to it is rounded to a whole number, which stands in the last bits. */
    private static final float ROUNDING = 0x1.8p23f;

    private static final int ROUNDING_BITS = Float.floatToRawIntBits(ROUNDING);
    private static final int BIAS = 127;
    private static final int MANTISSA_BITS = 23;

    private Exponential() {}

    /** eˣ of each number below 0, 1 for those above; below {@value #LEAST} as there. */
    static float[] ofNegative(float[] values) {
        float[] series = new float[values.length];
        float[] powers = new float[values.length];
        for (int j = 0; j < values.length; j++) {
            float x = Math.max(Math.min(values[j], 0), LEAST);
            float rounded = x * LOG2_E + ROUNDING;
            float n = rounded - ROUNDING;
            float r = x - n * LN2_HIGH - n * LN2_LOW;
            series[j] = 1 + r * (1 + r * (1 / 2f + r * (1 / 6f + r * (1 / 24f + r * (1 / 120f + r * (1 / 720f))))));
            powers[j] = rounded;
        }
        for (int j = 0; j < powers.length; j++) {
            powers[j] =
                    Float.intBitsToFloat((Float.floatToRawIntBits(powers[j]) - ROUNDING_BITS + BIAS) << MANTISSA_BITS);
        }
        for (int j = 0; j < series.length; j++) {
            series[j] *= powers[j];
        }
        return series;
    }
}
