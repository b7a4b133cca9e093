package dev.atelier.billing.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class PeriodTest {
    @Test
    void aMonthIsThatOfItsZone() {
        Period.Month tokyo = new Period.Month(ZoneId.of("Asia/Tokyo"));
        Instant lateInUtc = Instant.parse("2026-02-28T15:00:00Z");
        assertThat(tokyo.start(lateInUtc)).isEqualTo(lateInUtc);
        assertThat(tokyo.start(lateInUtc.minusNanos(1))).isEqualTo(Instant.parse("2026-01-31T15:00:00Z"));
        assertThat(tokyo.end(lateInUtc)).isEqualTo(Instant.parse("2026-03-31T15:00:00Z"));
    }

    @Test
    void aMonthWithADaylightSavingChangeIsAnHourShorterOrLonger() {
        Period.Month berlin = new Period.Month(ZoneId.of("Europe/Berlin"));
        Instant march = Instant.parse("2026-03-15T00:00:00Z");
        assertThat(berlin.start(march)).isEqualTo(Instant.parse("2026-02-28T23:00:00Z"));
        assertThat(berlin.end(march)).isEqualTo(Instant.parse("2026-03-31T22:00:00Z"));
    }

    @Test
    void rollingDaysHave24Hours() {
        Instant now = Instant.parse("2026-03-30T12:00:00Z");
        assertThat(new Period.Rolling(7).start(now)).isEqualTo(Instant.parse("2026-03-23T12:00:00Z"));
    }
}
