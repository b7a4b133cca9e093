package dev.atelier.autopilot.worker.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.autopilot.worker.data.ColumnType;
import dev.atelier.autopilot.worker.data.DateFormat;
import dev.atelier.autopilot.worker.job.ProblemType;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class ColumnSnifferTest {

    @Test
    void infersTypes() {
        assertThat(sniff("x", 100, i -> Double.toString(i * 0.37)).type()).isEqualTo(ColumnType.NUMERIC);
        assertThat(sniff("x", 100, i -> i % 7 == 0 ? "?" : Integer.toString(i * i % 13))
                        .type())
                .isEqualTo(ColumnType.NUMERIC);
        assertThat(sniff("x", 100, i -> i % 3 == 0 ? "Yes" : "No").type()).isEqualTo(ColumnType.BOOLEAN);
        assertThat(sniff("x", 100, i -> i % 3 == 0 ? "True." : "False.").type()).isEqualTo(ColumnType.BOOLEAN);
        assertThat(sniff("x", 100, i -> "c" + i % 9).type()).isEqualTo(ColumnType.CATEGORICAL);
        assertThat(sniff("x", 100, i -> "key-" + i).type()).isEqualTo(ColumnType.IDENTIFIER);
        assertThat(sniff("customer_id", 100, i -> Integer.toString(i * 7919 % 10007))
                        .type())
                .isEqualTo(ColumnType.IDENTIFIER);
        assertThat(sniff("amount", 100, i -> Integer.toString(i * 7919 % 10007)).type())
                .isEqualTo(ColumnType.NUMERIC);
        assertThat(sniff("row", 100, i -> Integer.toString(i + 1)).type()).isEqualTo(ColumnType.IDENTIFIER);
        assertThat(sniff("x", 100, i -> "the order number " + i + " came late again")
                        .type())
                .isEqualTo(ColumnType.TEXT);
    }

    @Test
    void infersDatesAndTheirNotation() {
        ColumnSniffer iso = sniff("x", 50, i -> String.format("2024-01-%02dT10:00:00Z", 1 + i % 28));
        assertThat(iso.type()).isEqualTo(ColumnType.DATE);
        assertThat(iso.dateFormat()).isEqualTo(DateFormat.ISO);
        ColumnSniffer dayFirst = sniff("x", 50, i -> String.format("%02d/01/2024", 1 + i % 28));
        assertThat(dayFirst.type()).isEqualTo(ColumnType.DATE);
        assertThat(dayFirst.dateFormat()).isEqualTo(DateFormat.DAY_MONTH_YEAR);
    }

    @Test
    void aFewBadTokensDoNotMakeANumberACategory() {
        ColumnSniffer sniffer = sniff("x", 1000, i -> i == 500 ? "oops" : Integer.toString(i * i % 997));

        assertThat(sniffer.type()).isEqualTo(ColumnType.NUMERIC);
        assertThat(sniffer.badToken()).isNotNull().satisfies(bad -> {
            assertThat(bad.getKey()).isEqualTo("oops");
            assertThat(bad.getValue()).isEqualTo(501);
        });
    }

    @Test
    void remembersTheWordsThatScoringMustKnow() {
        assertThat(sniff("x", 1000, i -> i == 500 ? "-" : i == 501 ? "inf" : Integer.toString(i * i % 997))
                        .words())
                .containsExactly("-", "inf");
        assertThat(sniff("x", 100, Integer::toString).words()).isNull();
        assertThat(sniff("x", 100, i -> i % 3 == 0 ? "True" : "False").words()).containsExactly("True", "False");
        assertThat(sniff("x", 100, i -> i % 3 == 0 ? "true" : "false").words()).isNull();
        assertThat(sniff("x", 100, i -> i % 3 == 0 ? "Yes" : "No").words()).isNull();
    }

    @Test
    void aColumnOfManyValuesIsAKeyOnlyWhereNearlyEveryRowHasItsOwn() {
        int rows = 400_000;
        assertThat(sniff("customer_id", rows, i -> Integer.toString(i * 7 % 120_000))
                        .type())
                .isEqualTo(ColumnType.NUMERIC);
        assertThat(sniff("customer_id", rows, i -> Integer.toString(i * 7)).type())
                .isEqualTo(ColumnType.IDENTIFIER);
        assertThat(sniff("customer", rows, i -> "c" + i * 7 % 120_000).type()).isEqualTo(ColumnType.CATEGORICAL);
        assertThat(sniff("customer", rows, i -> "c" + i * 7).type()).isEqualTo(ColumnType.IDENTIFIER);
        assertThat(sniff("street", rows, i -> "the house at number " + i * 7 % 110_000)
                        .type())
                .isEqualTo(ColumnType.CATEGORICAL);
    }

    @Test
    void detectsTheProblemType() {
        assertThat(ProblemTypes.detect(sniff("y", 1000, i -> Integer.toString(i % 2))))
                .isEqualTo(ProblemType.BINARY_CLASSIFICATION);
        assertThat(ProblemTypes.detect(sniff("y", 1000, i -> "c" + i % 3)))
                .isEqualTo(ProblemType.MULTICLASS_CLASSIFICATION);
        assertThat(ProblemTypes.detect(sniff("y", 1000, i -> Integer.toString(i % 100))))
                .isEqualTo(ProblemType.MULTICLASS_CLASSIFICATION);
        assertThat(ProblemTypes.detect(sniff("y", 1000, i -> Integer.toString(i % 101))))
                .isEqualTo(ProblemType.REGRESSION);
        assertThat(ProblemTypes.detect(sniff("y", 1001, i -> Integer.toString(i % 51))))
                .isEqualTo(ProblemType.REGRESSION);
        assertThat(ProblemTypes.detect(sniff("y", 1000, i -> Double.toString(i % 5 + 0.5))))
                .isEqualTo(ProblemType.REGRESSION);
    }

    private static ColumnSniffer sniff(String name, int rows, IntFunction<String> values) {
        ColumnSniffer sniffer = new ColumnSniffer(name);
        for (int i = 0; i < rows; i++) {
            sniffer.add(values.apply(i), i + 1);
        }
        return sniffer;
    }
}
