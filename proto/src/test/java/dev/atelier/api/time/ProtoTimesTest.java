package dev.atelier.api.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProtoTimesTest {
    @Test
    void timesComeBackToTheNanosecond() {
        Instant before1970 = Instant.parse("1969-12-31T23:59:59.000000001Z");
        Duration negative = Duration.ofSeconds(-2, 1);

        assertThat(ProtoTimes.instant(ProtoTimes.timestamp(before1970))).isEqualTo(before1970);
        assertThat(ProtoTimes.timestamp(before1970).getSeconds()).isEqualTo(-1);
        assertThat(ProtoTimes.duration(ProtoTimes.duration(negative))).isEqualTo(negative);
    }
}
