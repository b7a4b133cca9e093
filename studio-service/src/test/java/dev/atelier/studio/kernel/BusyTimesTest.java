package dev.atelier.studio.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.studio.kernel.BusyTimes.Seen;
import dev.atelier.studio.kernel.BusyTimes.Span;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BusyTimesTest {
    private static final Instant START = Instant.parse("2026-11-29T10:00:00Z");

    private final BusyTimes times = new BusyTimes();

    @Test
    void whatIsOverInLessThanASecondIsNoComputing() {
        busy("k", 10_000);
        idle("k", 10_999);
        assertThat(seen(20_000)).isEqualTo(new Seen(null, at(10_999)));
        busy("k", 30_000);
        assertThat(seen(30_500).span()).isNull();
        assertThat(seen(31_000)).isEqualTo(new Seen(new Span(at(30_000), null), null));
    }

    @Test
    void aShortPauseBelongsToTheWorkAroundIt() {
        busy("k", 0);
        idle("k", 5_000);
        busy("k", 64_000);
        idle("k", 70_000);
        assertThat(seen(71_000)).isEqualTo(new Seen(new Span(at(0), at(70_000)), at(70_000)));
        busy("k", 130_000);
        assertThat(seen(140_000)).isEqualTo(new Seen(new Span(at(130_000), null), null));
    }

    @Test
    void anAppComputesWhileAnyOfItsKernelsOrTerminalsDoes() {
        busy("k", 0);
        times.terminals("app", true, at(2_000));
        idle("k", 4_000);
        assertThat(seen(5_000)).isEqualTo(new Seen(new Span(at(0), null), null));
        times.terminals("app", false, at(6_000));
        assertThat(seen(7_000)).isEqualTo(new Seen(new Span(at(0), at(6_000)), at(6_000)));
    }

    @Test
    void theDeathOfAKernelEndsItsWork() {
        busy("k", 0);
        times.kernel("app", "k", ExecutionState.DEAD, at(3_000));
        assertThat(seen(4_000)).isEqualTo(new Seen(new Span(at(0), at(3_000)), at(3_000)));
        assertThat(times.find("other", at(4_000))).isEmpty();
    }

    private void busy(String kernelId, long millis) {
        times.kernel("app", kernelId, ExecutionState.BUSY, at(millis));
    }

    private void idle(String kernelId, long millis) {
        times.kernel("app", kernelId, ExecutionState.IDLE, at(millis));
    }

    private Seen seen(long millis) {
        return times.find("app", at(millis)).orElseThrow();
    }

    private static Instant at(long millis) {
        return START.plus(Duration.ofMillis(millis));
    }
}
