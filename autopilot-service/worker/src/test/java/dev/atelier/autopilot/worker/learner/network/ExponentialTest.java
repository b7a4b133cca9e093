package dev.atelier.autopilot.worker.learner.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ExponentialTest {

    private static final int NUMBERS = 100_000;

    @Test
    void isAsGoodAsAFloatCanTell() {
        float[] values = new float[NUMBERS];
        for (int i = 0; i < NUMBERS; i++) {
            values[i] = -86f * i / NUMBERS;
        }
        float[] powers = Exponential.ofNegative(values);

        for (int i = 0; i < NUMBERS; i++) {
            double exact = Math.exp(values[i]);
            assertThat((double) powers[i]).as("e^%s", values[i]).isCloseTo(exact, within(3e-7 * exact));
        }
    }

    @Test
    void beyondItsRangeItIsOneOrNearlyNothing() {
        float[] powers = Exponential.ofNegative(
                new float[] {-0f, 0, 1e-30f, 5, Float.POSITIVE_INFINITY, -100, -1e30f, Float.NEGATIVE_INFINITY});

        assertThat(powers).startsWith(1, 1, 1, 1, 1);
        assertThat(new float[] {powers[5], powers[6], powers[7]}).containsOnly(powers[5]);
        assertThat(powers[5]).isBetween(0f, 1e-37f);
    }

    @Test
    void whatIsNoNumberStaysNone() {
        float[] values = {Float.NaN, 1};
        Activation.ELU.apply(values);

        assertThat(values[0]).isNaN();
        assertThat(values[1]).isEqualTo(1);
    }

    @Test
    void aHiddenUnitsValueIsContinuousAndKeepsWhatIsPositive() {
        float[] values = {-30, -1, -1e-3f, 0, 0.25f, 7};
        Activation.ELU.apply(values);

        assertThat(values[0]).isEqualTo(-1);
        assertThat((double) values[1]).isCloseTo(Math.expm1(-1), within(2e-7));
        assertThat((double) values[2]).isCloseTo(Math.expm1(-1e-3f), within(2e-7));
        assertThat(values[3]).isZero();
        assertThat(values[4]).isEqualTo(0.25f);
        assertThat(values[5]).isEqualTo(7);
    }
}
