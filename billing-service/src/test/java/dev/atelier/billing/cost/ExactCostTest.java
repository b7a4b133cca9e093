package dev.atelier.billing.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
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

    private static ExactCost hours(int hours) {
        return ExactCost.of(T3_MEDIUM, Micros.of(Duration.ofHours(hours)));
    }
}
