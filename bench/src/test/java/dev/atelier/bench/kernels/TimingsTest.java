package dev.atelier.bench.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimingsTest {
    @Test
    void quantilesAreMeasuredValues() {
        Timings timings = new Timings();
        for (int i = 100; i >= 1; i--) {
            timings.add(i);
        }
        assertThat(timings.median()).isEqualTo(50);
        assertThat(timings.quantile(0.99)).isEqualTo(99);
        assertThat(timings.quantile(1)).isEqualTo(100);
        assertThat(timings.quantile(0)).isEqualTo(1);
    }
}
