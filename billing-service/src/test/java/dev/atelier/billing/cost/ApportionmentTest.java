package dev.atelier.billing.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ApportionmentTest {
    private static final BigDecimal UNIT = new BigDecimal("0.000000000001");

    @Test
    void thirdsAddUp() {
        ExactCost third = ExactCost.of(BigDecimal.ONE, 1_200_000_000);
        List<BigDecimal> amounts = Apportionment.amounts(List.of(third, third, third));
        assertThat(amounts)
                .containsExactly(
                        new BigDecimal("0.333333333334"),
                        new BigDecimal("0.333333333333"),
                        new BigDecimal("0.333333333333"));
    }

    @Test
    void amountsThatAreExactStayAsTheyAre() {
        assertThat(Apportionment.amounts(List.of(
                        ExactCost.of(new BigDecimal("0.05"), 10_800_000_000L),
                        ExactCost.of(new BigDecimal("0.115"), 3_600_000_000L))))
                .containsExactly(new BigDecimal("0.15"), new BigDecimal("0.115"));
    }

    @Test
    void nothingIsApportionedToNobody() {
        assertThat(Apportionment.amounts(List.of())).isEmpty();
    }

    @Test
    void anyPartsAddUpToTheShownTotalAndNoneIsOffByAUnit() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            List<ExactCost> parts = new ArrayList<>();
            for (int i = random.nextInt(1, 40); i > 0; i--) {
                parts.add(ExactCost.of(
                        BigDecimal.valueOf(random.nextInt(1, 100_000), random.nextInt(1, 6)),
                        random.nextLong(10_000_000_000_000L)));
            }
            List<BigDecimal> amounts = Apportionment.amounts(parts);

            BigDecimal total =
                    parts.stream().reduce(ExactCost.ZERO, ExactCost::plus).amount();
            assertThat(amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add))
                    .isEqualByComparingTo(total);
            for (int i = 0; i < parts.size(); i++) {
                BigDecimal exact = parts.get(i).units();
                BigDecimal shown = amounts.get(i).multiply(ExactCost.UNITS_PER_PRICE);
                assertThat(shown.subtract(exact).abs()).isLessThanOrEqualTo(UNIT.multiply(ExactCost.UNITS_PER_PRICE));
            }
        }
    }
}
