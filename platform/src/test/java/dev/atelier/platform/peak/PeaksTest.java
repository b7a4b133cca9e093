package dev.atelier.platform.peak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PeaksTest {
    private static final long MIB = 1024 * 1024;

    private final Peaks peaks = new Peaks();

    @Test
    void theMostOfMemoryAndOfAWindowsAverageCounts() {
        look(100 * MIB, 50_000, 0);
        look(300 * MIB, 54_000, 4);
        look(200 * MIB, 55_000, 10);
        look(200 * MIB, 55_100, 20);
        look(200 * MIB, 75_000, 29);

        assertThat(peaks.take("i-1")).isEqualTo(new Peak(300 * MIB, 500, Duration.ofSeconds(29)));
        look(50 * MIB, 75_100, 30);
        assertThat(peaks.take("i-1"))
                .as("a window goes on over what was taken")
                .isEqualTo(new Peak(50 * MIB, 2000, Duration.ofSeconds(1)));
    }

    @Test
    void whatEndsUnwaitedForIsNoNegativeComputing() {
        look(MIB, 5000, 0);
        look(MIB, 1000, 10);

        assertThat(peaks.take("i-1")).isEqualTo(new Peak(MIB, 0, Duration.ofSeconds(10)));
    }

    @Test
    void whatNobodyMeasuredIsNothing() {
        assertThat(peaks.take("i-1")).isEqualTo(Peak.NONE);
        look(MIB, 0, 0);
        peaks.retain(Set.of("i-2"));
        assertThat(peaks.take("i-1")).isEqualTo(Peak.NONE);
    }

    @Test
    void whatEndsSoonIsMeasuredFromItsBeginning() {
        peaks.began("i-1", 0);
        look(MIB, 1500, 1);
        look(2 * MIB, 6000, 3);

        assertThat(peaks.take("i-1")).isEqualTo(new Peak(2 * MIB, 2000, Duration.ofSeconds(3)));
        assertThat(peaks.end("i-1")).as("no look since it was taken").isEqualTo(Peak.NONE);
    }

    @Test
    void aTimeInWhichNobodyLookedIsNotMeasured() {
        peaks.began("i-1", 0);
        look(MIB, 0, 11);
        look(MIB, 0, 13);
        look(MIB, 0, 60);
        look(MIB, 0, 61);

        assertThat(peaks.take("i-1").measured()).isEqualTo(Duration.ofSeconds(3));
        assertThat(new Peak(MIB, 0, Duration.ofMillis(1)).seconds()).isEqualTo(1);
        assertThat(Peak.NONE.seconds()).isZero();
    }

    private void look(long bytes, long cpuMillis, long second) {
        peaks.seen(
                "i-1",
                bytes,
                Duration.ofMillis(cpuMillis),
                Duration.ofSeconds(second).toNanos());
    }
}
