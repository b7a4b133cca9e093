package dev.atelier.studio.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.studio.kernel.BusyTimes.Seen;
import dev.atelier.studio.kernel.BusyTimes.Span;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ToldTest {
    private static final Instant START = Instant.parse("2026-11-29T10:00:00Z");
    private static final Told IDLE = new Told(false, START);
    private static final Told BUSY = new Told(true, START);

    @Test
    void computingIsToldFromItsBegin() {
        assertThat(IDLE.next(new Seen(new Span(at(5), null), null), null, at(7)))
                .contains(new Told(true, at(5)));
    }

    @Test
    void computingThatEndedBeforeItWasSeenIsToldAndThenItsEnd() {
        Seen seen = new Seen(new Span(at(5), at(9)), at(9));
        assertThat(IDLE.next(seen, null, at(11))).contains(new Told(true, at(5)));
        assertThat(new Told(true, at(5)).next(seen, null, at(11))).isEmpty();
        assertThat(new Told(true, at(5)).next(seen, null, at(69))).contains(new Told(false, at(9)));
        assertThat(new Told(false, at(9)).next(seen, null, at(600))).isEmpty();
    }

    @Test
    void timesOfEventsNeverGoBack() {
        assertThat(IDLE.next(new Seen(new Span(at(-5), null), null), null, at(7)))
                .contains(new Told(true, START.plusNanos(1000)));
    }

    @Test
    void whatNobodySawComputeIdlesSinceItIsKnownToHaveNothingThatDoes() {
        assertThat(BUSY.next(null, null, at(600))).isEmpty();
        assertThat(BUSY.next(null, at(30), at(60))).isEmpty();
        assertThat(BUSY.next(null, at(30), at(90))).contains(new Told(false, at(30)));
    }

    private static Instant at(int seconds) {
        return START.plus(Duration.ofSeconds(seconds));
    }
}
