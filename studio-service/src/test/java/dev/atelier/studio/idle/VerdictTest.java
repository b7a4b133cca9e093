package dev.atelier.studio.idle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Instant T0 = Instant.parse("2026-03-02T09:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration TEN = Duration.ofMinutes(10);
    private static final Instant DUE = T0.plus(HOUR);

    @Test
    void theOwnerIsWarnedBeforeAndNothingIsShutDownEarlier() {
        assertThat(Verdict.of(T0, HOUR, TEN, null, T0.plusSeconds(2999))).isEqualTo(new Verdict.Wait());
        assertThat(Verdict.of(T0, HOUR, TEN, null, T0.plusSeconds(3000))).isEqualTo(new Verdict.Warn(DUE));
        assertThat(Verdict.of(T0, HOUR, TEN, DUE, DUE.minusNanos(1))).isEqualTo(new Verdict.Wait());
        assertThat(Verdict.of(T0, HOUR, TEN, DUE, DUE)).isEqualTo(new Verdict.ShutDown());
    }

    @Test
    void whoWasNotWarnedInTimeIsWarnedNowAndHasTheWholeNotice() {
        Instant late = DUE.plus(Duration.ofDays(1));

        assertThat(Verdict.of(T0, HOUR, TEN, null, late)).isEqualTo(new Verdict.Warn(late.plus(TEN)));
        assertThat(Verdict.of(T0, HOUR, TEN, late.plus(TEN), late.plus(TEN))).isEqualTo(new Verdict.ShutDown());
    }

    @Test
    void aTimeoutThatGrewIsAnnouncedAnew() {
        assertThat(Verdict.of(T0, HOUR.multipliedBy(2), TEN, DUE, DUE)).isEqualTo(new Verdict.Wait());
        assertThat(Verdict.of(T0, HOUR.multipliedBy(2), TEN, DUE, DUE.plus(HOUR).minus(TEN)))
                .isEqualTo(new Verdict.Warn(DUE.plus(HOUR)));
    }

    @Test
    void theNoticeIsAtMostHalfOfTheTimeout() {
        assertThat(Verdict.of(T0, TEN, HOUR, null, T0.plusSeconds(299))).isEqualTo(new Verdict.Wait());
        assertThat(Verdict.of(T0, TEN, HOUR, null, T0.plusSeconds(300))).isEqualTo(new Verdict.Warn(T0.plus(TEN)));
    }

    @Test
    void aTimeoutOfZeroMeansNever() {
        assertThat(Verdict.of(T0, Duration.ZERO, TEN, T0, T0.plus(Duration.ofDays(365))))
                .isEqualTo(new Verdict.Wait());
    }
}
