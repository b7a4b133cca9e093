package dev.atelier.autopilot.service.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.api.error.AtelierException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
    /** A Tuesday. */
    private static final Instant NOW = Instant.parse("2026-11-24T10:20:30Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cron(0 * ? * * *)        | 2026-11-24T11:00:00Z",
                "cron(0 [04] ? * * *)     | 2026-11-25T04:00:00Z",
                "cron(0 0/6 ? * * *)      | 2026-11-24T12:00:00Z",
                "cron(15 9 ? * MON-FRI *) | 2026-11-25T09:15:00Z",
                "cron(0 8 1 * ? *)        | 2026-12-01T08:00:00Z",
                "cron(30 6 ? * 1 *)       | 2026-11-29T06:30:00Z"
            })
    void givesTheNextTime(String expression, Instant next) {
        assertThat(Cron.of(expression, NOW).after(NOW)).contains(next);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 * ? * * *",
                "cron(0 25 ? * * *)",
                "cron(often)",
                "cron(* * ? * * *)",
                "cron(0/2 9 ? * MON *)",
                "cron(0 0 1 1 ? 2020)"
            })
    void refusesWhatIsNoScheduleOrTooDense(String expression) {
        assertThatThrownBy(() -> Cron.of(expression, NOW))
                .isInstanceOf(AtelierException.class)
                .hasMessageContaining("scheduleExpression");
    }

    @Test
    void endsWithItsYears() {
        Cron cron = Cron.of("cron(0 0 1 1 ? 2027)", NOW);

        assertThat(cron.after(Instant.parse("2027-01-01T00:00:00Z"))).isEmpty();
    }

    @Test
    void isReadAfterItsEnd() {
        assertThat(Cron.of("cron(0 0 1 1 ? 2020)").after(NOW)).isEmpty();
    }
}
