package dev.atelier.autopilot.worker.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    @Test
    void parsesNumbersExactlyAsTheJdkDoes() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            String text = switch (i % 4) {
                case 0 -> Double.toString(Double.longBitsToDouble(random.nextLong() & 0xffefffffffffffffL));
                case 1 -> Double.toString(random.nextGaussian() * 1000);
                case 2 -> Long.toString(random.nextLong());
                default -> String.format(java.util.Locale.ROOT, "%.3f", random.nextGaussian());
            };
            double expected = Double.parseDouble(text);
            if (Double.isFinite(expected)) {
                assertThat(Values.number(text)).as(text).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                ".",
                "1e",
                "1e+",
                "abc",
                "1a",
                "0x10",
                "1f",
                "1 2",
                "--1",
                "1,5",
                "Infinity",
                "1e99999",
                "1e400"
            })
    void isNotANumber(String text) {
        assertThat(Values.number(text)).isNaN();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "NA", "N/A", "nan", "NULL", "?", "None"})
    void isMissing(String text) {
        assertThat(Values.isMissing(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "unknown", "no", "-1", "nano"})
    void isNotMissing(String text) {
        assertThat(Values.isMissing(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "ISO, 1970-01-02, 86400",
        "ISO, 1970-01-01T01:00:00Z, 3600",
        "ISO, 1970-01-01 01:00:00.5, 3600.5",
        "ISO, 1970-01-01T01:00:00+01:00, 0",
        "YEAR_SLASH, 1970/01/01 00:01, 60",
        "MONTH_DAY_YEAR, 01/02/1970, 86400",
        "DAY_MONTH_YEAR, 02/01/1970, 86400",
        "DAY_MONTH_YEAR_DOT, 2.1.1970, 86400",
        "ISO, 2023-02-29, NaN",
        "ISO, 2023-13-01, NaN",
        "ISO, 2023-01-01x, NaN",
        "ISO, 12, NaN"
    })
    void parsesDates(DateFormat format, String text, double seconds) {
        assertThat(format.parse(text)).isEqualTo(Double.valueOf(seconds));
    }
}
