package dev.atelier.billing.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CostTableTest {
    @Test
    void linesOfAGroupAreAddedUpInOrder() {
        CostTable table = CostTable.of(List.of(
                line("bob", "0.05", "USD", Duration.ofHours(1), false, false),
                line("ann", "0.115", "USD", Duration.ofHours(1), false, true),
                line("ann", "0.05", "USD", Duration.ofHours(3), true, false)));

        assertThat(table.rows())
                .containsExactly(
                        new CostRow(
                                List.of("ann"),
                                usd("0.265"),
                                Duration.ofHours(4),
                                BigDecimal.ZERO,
                                usd("0"),
                                usd("0"),
                                true,
                                true),
                        new CostRow(
                                List.of("bob"),
                                usd("0.05"),
                                Duration.ofHours(1),
                                BigDecimal.ZERO,
                                usd("0"),
                                usd("0"),
                                false,
                                false));
        assertThat(table.totals()).containsExactly(usd("0.315"));
    }

    @Test
    void currenciesAreKeptApart() {
        CostTable table = CostTable.of(List.of(
                line("ann", "1", "USD", Duration.ofHours(1), false, false),
                line("ann", "2", "EUR", Duration.ofHours(1), false, false)));

        assertThat(table.rows()).extracting(row -> row.cost().currency()).containsExactly("EUR", "USD");
        assertThat(table.totals())
                .containsExactly(new Amount(new BigDecimal("2"), "EUR"), new Amount(new BigDecimal("1"), "USD"));
    }

    @Test
    void rowsAreOrderedValueByValue() {
        CostTable table = CostTable.of(Stream.of(
                        List.of("ann-b", "a"),
                        List.of("ann", "z"),
                        List.of("b", ""),
                        List.of("ann", "a"),
                        List.of("", "z"))
                .map(CostTableTest::line)
                .toList());

        assertThat(table.rows())
                .extracting(CostRow::group)
                .containsExactly(
                        List.of("", "z"),
                        List.of("ann", "a"),
                        List.of("ann", "z"),
                        List.of("ann-b", "a"),
                        List.of("b", ""));
    }

    @Test
    void nothingHasNoTotal() {
        assertThat(CostTable.of(List.of())).isEqualTo(new CostTable(List.of(), List.of()));
    }

    private static Amount usd(String amount) {
        return new Amount(new BigDecimal(amount), "USD");
    }

    private static CostLine line(List<String> group) {
        ExactCost cost = ExactCost.of(BigDecimal.ONE, 3_600_000_000L);
        return new CostLine(group, "USD", false, BigInteger.ONE, cost, ExactCost.ZERO, ExactCost.ZERO, false, false);
    }

    private static CostLine line(
            String user, String price, String currency, Duration time, boolean running, boolean estimated) {
        return new CostLine(
                List.of(user),
                currency,
                false,
                BigInteger.valueOf(Micros.of(time)),
                ExactCost.of(new BigDecimal(price), Micros.of(time)),
                ExactCost.ZERO,
                ExactCost.ZERO,
                running,
                estimated);
    }
}
