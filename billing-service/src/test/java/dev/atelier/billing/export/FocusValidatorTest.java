package dev.atelier.billing.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.billing.meter.Owner;
import dev.atelier.billing.price.Component;
import dev.atelier.billing.price.PriceKey;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FocusValidatorTest {
    private static final List<String> HEADER =
            Arrays.stream(FocusColumn.values()).map(FocusColumn::title).toList();

    @Test
    void whatIsExportedIsValid() {
        assertThat(check(HEADER, row())).isEmpty();
    }

    @Test
    void the21MandatoryColumnsAreThere() {
        assertThat(FocusColumn.values()).filteredOn(FocusColumn::mandatory).hasSize(21);
        FocusValidator empty = new FocusValidator(List.of("x_Mine"));
        assertThat(empty.result(List.of()).violations()).hasSize(21).allMatch(text -> text.contains("is missing"));
        assertThat(new FocusValidator(with(HEADER, "Mine", "BilledCost"))
                        .result(List.of())
                        .violations())
                .containsExactly(
                        "the column Mine is none of FOCUS, and a custom one begins with x_",
                        "the column BilledCost is there twice");
    }

    @ParameterizedTest
    @CsvSource({
        "BILLED_COST, '', must not be null",
        "BILLED_COST, '1,000', is not in the format",
        "BILLED_COST, 01, is not in the format",
        "BILLING_CURRENCY, $, is not in the format",
        "BILLING_PERIOD_START, 2026-03-01, is not in the format",
        "CHARGE_PERIOD_END, 2026-13-01T00:00:00Z, is not in the format",
        "CHARGE_PERIOD_END, 2026-03-10T00:00:00Z, must be after ChargePeriodStart",
        "CHARGE_PERIOD_END, 2026-04-10T00:00:00Z, must lie within its billing period",
        "CHARGE_CATEGORY, Fee, is not an allowed value",
        "SERVICE_CATEGORY, Notebooks, is not an allowed value",
        "TAGS, '[1]', is not in the format",
        "TAGS, '{\"a\":{}}', is not in the format",
        "PRICING_UNIT, '', must be null when PricingQuantity is",
        "LIST_COST, 7, must be ListUnitPrice × PricingQuantity"
    })
    void aBrokenRuleIsNamed(FocusColumn column, String value, String rule) {
        Map<FocusColumn, String> row = new EnumMap<>(row());
        row.put(column, value);
        assertThat(check(HEADER, row)).hasSize(1).allMatch(text -> text.startsWith("row 1, ") && text.contains(rule));
    }

    @Test
    void roundingIsNeverLost() {
        FocusRows rows = new FocusRows("local");
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < 3000; i++) {
            sum = sum.add(new BigDecimal(
                    rows.row(charge(BigInteger.valueOf(1_000_001))).get(FocusColumn.BILLED_COST)));
        }
        assertThat(sum)
                .isEqualByComparingTo(dev.atelier.billing.cost.ExactCost.of(
                                new BigDecimal("0.05"), BigInteger.valueOf(3000L * 1_000_001))
                        .amount());
    }

    private static List<String> check(List<String> header, Map<FocusColumn, String> row) {
        FocusValidator validator = new FocusValidator(header);
        validator.row(Arrays.stream(FocusColumn.values())
                .map(column -> row.getOrDefault(column, ""))
                .toList());
        return validator.result(List.of()).violations();
    }

    private static Map<FocusColumn, String> row() {
        return new FocusRows("local").row(charge(BigInteger.valueOf(3_600_000_000L)));
    }

    private static FocusCharge charge(BigInteger micros) {
        return new FocusCharge(
                "i-1",
                new PriceKey("ml.t3.medium", Component.STUDIO, "us-east-1"),
                1,
                new Owner("d-1", "ann", "", "", "", Map.of("cost-centre", "a\"b")),
                "",
                "",
                Instant.parse("2026-03-10T00:00:00Z"),
                Instant.parse("2026-03-10T01:00:00Z"),
                micros,
                Instant.parse("2026-03-01T00:00:00Z"),
                Instant.parse("2026-04-01T00:00:00Z"),
                7,
                new BigDecimal("0.05"),
                "USD",
                false);
    }

    private static List<String> with(List<String> header, String... more) {
        List<String> all = new java.util.ArrayList<>(header);
        all.addAll(List.of(more));
        return all;
    }
}
