package dev.atelier.billing.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExactCostTest {
    private static final BigDecimal T3_MEDIUM = new BigDecimal("0.0500");

    @Test
    void threeHoursCostThreeTimesThePrice() {
        assertThat(hours(3).amount()).isEqualTo(new BigDecimal("0.15"));
    }

    @Test
    void aSecondIsShownWithTwelveDecimals() {
        assertThat(ExactCost.of(T3_MEDIUM, 1_000_000).amount()).isEqualTo(new BigDecimal("0.000013888889"));
    }

    @Test
    void secondsAddUpToTheHourWithoutRounding() {
        ExactCost sum = ExactCost.ZERO;
        for (int second = 0; second < 3600; second++) {
            sum = sum.plus(ExactCost.of(T3_MEDIUM, 1_000_000));
        }
        assertThat(sum).isEqualTo(hours(1));
        assertThat(sum.amount()).isEqualTo(new BigDecimal("0.05"));
    }

    @Test
    void nothingIsShownWithoutDecimals() {
        assertThat(ExactCost.ZERO.amount().toPlainString()).isEqualTo("0");
        assertThat(ExactCost.of(new BigDecimal("100"), 36_000_000_000L).amount().toPlainString())
                .isEqualTo("1000");
    }

    @Test
    void anyAmountIsShownAsTheFractionThatItIs() {
        Random random = new Random(11);
        for (int round = 0; round < 2_000; round++) {
            BigDecimal price = BigDecimal.valueOf(random.nextLong(-1_000_000, 1_000_000), random.nextInt(0, 9));
            long micros = random.nextLong(1L << random.nextInt(1, 62));
            BigDecimal product = price.multiply(BigDecimal.valueOf(micros));
            assertThat(ExactCost.of(price, micros).amount())
                    .isEqualByComparingTo(
                            product.divide(BigDecimal.valueOf(3_600_000_000L), 12, RoundingMode.HALF_EVEN));
            assertThat(ExactCost.ofStorage(price, BigInteger.valueOf(micros)).amount())
                    .isEqualByComparingTo(product.divide(
                            BigDecimal.valueOf(730 * 3_600_000_000L).multiply(BigDecimal.valueOf(1L << 30)),
                            12,
                            RoundingMode.HALF_EVEN));
        }
    }

    private static ExactCost hours(int hours) {
        return ExactCost.of(T3_MEDIUM, Micros.of(Duration.ofHours(hours)));
    }
}
